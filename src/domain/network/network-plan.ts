import type { HashSpec } from '../drivers/translation.js';
import { portInTask } from '../job/task-ports.js';
import type { Allocation } from '../model/allocation.js';
import type { PublishedPort } from '../model/container-spec.js';
import { isOwnNetwork, type NetworkPlan } from '../model/group-network.js';
import { type HostFacts, ownerOf } from '../model/host.js';
import type { Identity } from '../model/identity.js';
import type { AttemptToken } from '../model/ids.js';
import { portKey } from '../model/port.js';
import { lookup } from '../shared/record.js';

/** All that is known when a try to make a network begins. */
export interface NetworkSources {
  readonly allocation: Allocation;
  readonly host: Pick<HostFacts, 'nodeId' | 'owner'>;
  readonly attempt: AttemptToken;
  /** On the host, by the key of the port. */
  readonly ports: Readonly<Record<string, number>>;
}

/** Undefined for a group in the network of the host. */
export function networkPlan(
  sources: NetworkSources,
  hash: HashSpec,
): Omit<NetworkPlan, 'holderPid'> | undefined {
  const { mode } = sources.allocation.group.network;
  if (!isOwnNetwork(mode)) return undefined;
  const content = { mode, ports: mode === 'none' ? [] : publishedPorts(sources) };
  const lasting = groupIdentity('network', sources);
  return {
    ...content,
    identity: {
      ...lasting,
      attempt: sources.attempt,
      spec: hash({ ...content, identity: lasting }),
    },
  };
}

/** In the place of a task's name, which can hold no slash. */
export const groupTask = '/network';

/** Whose something is that an allocation has for all of its tasks. */
export const groupIdentity = (
  kind: 'network' | 'holder',
  { allocation, host }: Pick<NetworkSources, 'allocation' | 'host'>,
): Omit<Identity, 'attempt' | 'spec'> => ({
  owner: ownerOf(host),
  kind,
  job: allocation.job.id,
  group: allocation.group.name,
  alloc: allocation.id,
  task: groupTask,
});

const publishedPorts = ({ allocation, ports }: NetworkSources): readonly PublishedPort[] =>
  allocation.group.network.ports.flatMap((port) => {
    const hostPort = lookup(ports, portKey(port)) ?? port.static;
    return hostPort === undefined ? [] : [{ hostIp: '', hostPort, taskPort: portInTask(port, hostPort) }];
  });
