import type { Port } from '../model/job.js';
import type { Answer } from './runtime.js';

/** The TCP ports of the host. */
export interface HostPorts {
  /**
   * A free port for each label: its static one, or any from 20000 to 32000 as Nomad's clients choose. `conflict`,
   * naming the port, when a static one is taken. Nothing is held: another program may take the port before the task.
   */
  choose(ports: readonly Port[]): Answer<Readonly<Record<string, number>>>;
}
