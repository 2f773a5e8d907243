import type { PublishedPort } from '../model/container-spec.js';
import type { Port } from '../model/job.js';
import type { Answer } from './runtime.js';

/** By the port's key. */
export type ChosenPorts = Readonly<Record<string, number>>;

/** The TCP ports of the host. */
export interface HostPorts {
  /**
   * A free port for each port of each allocation: its static one, or any from 20000 to 32000 as Nomad's clients choose.
   * None is chosen twice: static ones come first, whichever allocation they are for. `conflict`, naming the port, when
   * a static one is taken or asked for twice. What is `used` is taken, too: ports that networks of groups publish lead
   * away without anybody listening on them. Nothing is held: another program may take the port before the task.
   */
  choose(
    allocations: readonly (readonly Port[])[],
    used: readonly PublishedPort[],
  ): Answer<readonly ChosenPorts[]>;
}
