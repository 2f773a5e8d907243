import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';

import { TcpPorts } from '../../src/adapters/system/tcp-ports.js';
import { describeHostPorts } from '../../src/testing/contract/host-ports.contract.js';

/** Begins with one port again and again, until others are asked for. */
const picks = [0.25, 0.25, 0.25, 0.5, 0.5, 0.75];

describeHostPorts('on this host', async () => {
  const holder = createServer().listen(0);
  await once(holder, 'listening');
  let turn = 0;
  return {
    subject: new TcpPorts(() => picks[turn++ % picks.length] ?? 0),
    first: 23_000,
    taken: (holder.address() as AddressInfo).port,
    dispose: async () => {
      holder.close();
      await once(holder, 'close');
    },
  };
});
