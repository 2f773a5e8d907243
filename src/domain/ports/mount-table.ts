import type { HostMount } from '../model/host-mount.js';
import type { Answer } from './runtime.js';

/** The mounts of the host, or those that a process sees. */
export interface MountTable {
  /** In the order of the kernel: of two at one mount point, the later one lies on top. */
  list(): Answer<readonly HostMount[]>;
  /** As one process sees them; `not-found` when there is no such process. */
  ofProcess(pid: number): Answer<readonly HostMount[]>;
}
