import type { Answer } from './runtime.js';

/** Takes mounts off the host. */
export interface Unmounter {
  /**
   * What lies on top at that very mount point, which no link is followed to; what is in the file system stays as it is.
   * `conflict` when it is in use. `lazily`: it leaves the host at once, and is freed when nobody uses it any more. Succeeds
   * when nothing is mounted there.
   */
  unmount(mountPoint: string, how: 'at-once' | 'lazily'): Answer<undefined>;
}
