import { given } from '../drivers/command.js';
import type { DriverCapabilities } from '../model/driver-capabilities.js';
import { type DnsAnswer, isOwnNetwork, type JoinedNetwork } from '../model/group-network.js';
import type { Task, TaskGroup } from '../model/job.js';
import type { Json } from '../shared/json.js';

/** What the tasks of a group with a network of its own find there. */
export interface TaskNetwork {
  readonly joined: JoinedNetwork;
  /** Whom the network's plugins want asked for names, and whom the host asks. */
  readonly dns: { readonly network: DnsAnswer; readonly host: DnsAnswer };
}

type Networking = Pick<DriverCapabilities, 'network'>;

/**
 * Whether a task of a group with a network of its own is in that network. As in Nomad, a container with a mode of its
 * own is not: it shares nothing with its group.
 */
export const joinsGroup = ({ config }: Pick<Task, 'config'>, { network }: Networking): boolean =>
  network !== 'by-holder' || given(textOf(config['network_mode'])) === undefined;

const textOf = (value: Json | undefined): string | undefined =>
  typeof value === 'string' ? value : undefined;

/** Whether the network of a group needs a container that has it, for others to join. */
export const needsHolder = (
  { network, tasks }: TaskGroup,
  capabilitiesOf: (driver: string) => Networking | undefined,
): boolean =>
  isOwnNetwork(network.mode) &&
  tasks.some((task) => {
    const capabilities = capabilitiesOf(task.driver);
    return capabilities?.network === 'by-holder' && joinsGroup(task, capabilities);
  });
