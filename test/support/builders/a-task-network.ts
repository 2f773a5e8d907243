import type { JoinedNetwork } from '../../../src/domain/model/group-network.js';
import { noAnswer } from '../../../src/domain/model/group-network.js';
import type { TaskNetwork } from '../../../src/domain/network/task-network.js';

/** One without a holder, with one address. */
export const aJoinedNetwork = (over: Partial<JoinedNetwork> = {}): JoinedNetwork => ({
  namespacePath: '/run/wharf/networks/n/ns',
  namespace: '4026532000',
  holder: undefined,
  addresses: [{ interface: 'eth0', address: '172.26.64.2' }],
  ...over,
});

export const aTaskNetwork = (
  over: Partial<JoinedNetwork> = {},
  dns: Partial<TaskNetwork['dns']> = {},
): TaskNetwork => ({
  joined: aJoinedNetwork(over),
  dns: {
    network: noAnswer,
    host: { servers: ['10.0.0.53'], searches: ['quay.example'], options: [] },
    ...dns,
  },
});
