import type { Usage } from '../model/instance.js';
import type { Answer } from './runtime.js';

export type CgroupMode = 'v1' | 'hybrid' | 'v2' | 'none';

/**
 * The control groups of the host, whatever their version. A group is named by one absolute path, such as
 * `/wharf/4f0c…`, that holds below the root of every hierarchy. Asking for a group that isn't there is no fault.
 */
export interface Cgroups {
  mode(): Promise<CgroupMode>;
  /** Whether memory and swap can be limited together. */
  limitsSwap(): Answer<boolean>;
  /**
   * Makes the group in every hierarchy, without limits, ready to take processes; leaves what is there. From then on its parents stay, whoever
   * removes groups beside it.
   */
  create(path: string): Answer<undefined>;
  /** The group that a process is in; undefined when there is no such process. */
  groupOf(pid: number): Answer<string | undefined>;
  /** Pids in the group and in the groups below it. */
  processes(path: string): Answer<readonly number[]>;
  /** How many processes of the group the kernel killed for want of memory. */
  oomKills(path: string): Answer<number>;
  /** `not-found` when there is no such group. */
  usage(path: string): Answer<Usage>;
  /** Kills everything in the group, frozen or not, and waits until it is empty; `internal` when it does not become so. */
  kill(path: string): Answer<undefined>;
  /**
   * Takes the empty group, and the groups below it, out of every hierarchy, and its parents that hold nothing else, up to
   * the one that is `kept`. Succeeds when it isn't there; `conflict` when it stays in use.
   */
  remove(path: string, kept?: string): Answer<undefined>;
}
