import type { HostMount } from '../model/host-mount.js';
import type { BindMount } from '../model/mount.js';
import type { Answer } from './runtime.js';

/** What a process has mounted, beside the mounts of the host, and binds that were made for it. */
export interface MadeView {
  readonly task: readonly HostMount[];
  readonly host: readonly HostMount[];
  /** No link is left in their sources, on the host, and in their targets, as the process sees them. */
  readonly binds: readonly BindMount[];
}

/** The mounts of the host, or those that a process sees. */
export interface MountTable {
  /** In the order of the kernel: of two at one mount point, the later one lies on top. */
  list(): Answer<readonly HostMount[]>;
  /** As one process sees them; `not-found` when there is no such process, or when it has ended. */
  ofProcess(pid: number): Answer<readonly HostMount[]>;
  /**
   * Where an absolute path leads once all symbolic links are followed, on the host or as one process sees it. What is not
   * there is taken as it is written. `not-found` when there is no such process; `invalid-spec` for links in a circle.
   */
  resolve(path: string, pid?: number): Answer<string>;
  /**
   * All that tells whether binds of a process are what was asked for. `not-found` when there is no such process, or when it has
   * ended or lets go of its mounts to end.
   */
  made(pid: number, binds: readonly BindMount[]): Answer<MadeView>;
}
