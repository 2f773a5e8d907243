import type { Identity } from './identity.js';
import type { Limits, Rlimit } from './limits.js';
import type { Device, Mount } from './mount.js';

/** A supervised process to be made, in no runtime's words. */
export interface ProcessSpec {
  readonly identity: Identity;
  /** For people; cosmetic, unique per attempt. */
  readonly name: string;
  /** The first word is looked up in the task's own directories, then in the PATH of its environment. */
  readonly command: readonly [string, ...string[]];
  readonly environment: Readonly<Record<string, string>>;
  /** A user of the host, by name or number; its uid, gid and groups are all taken. Undefined: the agent's own. */
  readonly user: string | undefined;
  /** Absolute path in the task. */
  readonly workDir: string;
  readonly isolation: Isolation;
  /** The network namespace that it joins, by an absolute path of the host; undefined: that of the agent. */
  readonly network: { readonly path: string } | undefined;
  /** Its own, which only isolated ones can have; undefined: that of the host. */
  readonly hostname: string | undefined;
  readonly mounts: readonly Mount[];
  readonly devices: readonly Device[];
  readonly limits: Limits;
  readonly rlimits: readonly Rlimit[];
  readonly oomScoreAdj: number | undefined;
}

/**
 * `isolated`: own mount, cgroup, pid and ipc namespaces over read-only directories of the host, no_new_privs, seccomp.
 * `host`: supervised and limited, but in the host's own namespaces, with its file system and privileges.
 */
export type Isolation =
  | {
      readonly kind: 'isolated';
      readonly pid: 'private' | 'host';
      readonly ipc: 'private' | 'host';
      /** With `CAP_` prefix. */
      readonly capabilities: readonly string[];
    }
  | { readonly kind: 'host' };
