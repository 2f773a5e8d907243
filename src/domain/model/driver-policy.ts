/** What the operator of a host lets tasks of the `docker` driver do. */
export interface DockerPolicy {
  readonly enabled: boolean;
  /** Whether bind mounts may lie outside of the allocation's directory, and volumes be named. */
  readonly volumesEnabled: boolean;
  readonly allowPrivileged: boolean;
  /** Without prefix, lower case; `all` for every capability. */
  readonly allowCaps: readonly string[];
  readonly allowRuntimes: readonly string[];
  /** Globs of the host namespaces that tasks may ask for, such as `host`. */
  readonly allowedModes: {
    readonly pid: readonly string[];
    readonly ipc: readonly string[];
    readonly userns: readonly string[];
    readonly uts: readonly string[];
  };
  /** Ceiling and default; undefined: none. */
  readonly pidsLimit: number | undefined;
  /** Milliseconds without progress after which a pull is given up. */
  readonly pullStallMs: number;
}

/** What the operator of a host lets tasks of the `exec` driver do. */
export interface ExecPolicy {
  readonly enabled: boolean;
  readonly allowCaps: readonly string[];
  readonly defaultPidMode: 'private' | 'host';
  readonly defaultIpcMode: 'private' | 'host';
  readonly defaultUser: string;
  readonly deniedUsers: readonly string[];
  /** Processes and threads per task; undefined: no ceiling. */
  readonly pidsLimit: number | undefined;
}

/** What the operator of a host lets tasks of the `java` driver do. */
export interface JavaPolicy extends ExecPolicy {
  /** The program `java`, as tasks see it; undefined: the first in the PATH of the task. */
  readonly path: string | undefined;
}

/** What the operator of a host lets tasks of the `raw_exec` driver do. */
export interface RawExecPolicy {
  readonly enabled: boolean;
  /** Globs of names that are not handed on from the agent's environment. */
  readonly deniedEnvironment: readonly string[];
}

/** A directory of the host that jobs may mount by name. */
export interface HostVolume {
  readonly path: string;
  readonly readOnly: boolean;
}
