import type {
  DockerPolicy,
  ExecPolicy,
  HostVolume,
  RawExecPolicy,
} from '../../domain/model/driver-policy.js';

/** Everything an operator can set, read and checked. Durations are milliseconds, paths are absolute. */
export interface Settings {
  /** What must survive a restart. */
  readonly stateDirectory: string;
  /** What must not survive a boot: runtime state, sockets, pid files. */
  readonly runDirectory: string;
  readonly log: { readonly level: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'silent' };
  readonly api: ApiSettings;
  readonly hostVolumes: Readonly<Record<string, HostVolume>>;
  /** Names of the agent's environment that no task inherits. */
  readonly environmentDenylist: readonly string[];
  /** How what is ours and nobody's is taken off the host. */
  readonly danglingContainers: DanglingContainers;
  readonly docker: DockerPolicy & { readonly endpoint: string };
  readonly exec: ExecPolicy & ExecutorSettings;
  readonly rawExec: RawExecPolicy;
}

export interface ApiSettings {
  readonly socket: string;
  /** Whose members may use it, by name or number; undefined: only its owner may. */
  readonly group: string | undefined;
}

export interface DanglingContainers {
  readonly enabled: boolean;
  readonly periodMs: number;
  readonly graceMs: number;
  readonly dryRun: boolean;
}

export interface ExecutorSettings {
  /** `auto` takes the first of crun and runc that runs a container here. */
  readonly runtime: 'auto' | 'runc' | 'crun';
  readonly runtimePath: string | undefined;
  readonly conmonPath: string | undefined;
  /** Directories of the host that isolated tasks see, read-only. Those that don't exist are left out. */
  readonly rootDirectories: readonly string[];
}
