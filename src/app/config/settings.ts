import type {
  DockerPolicy,
  ExecPolicy,
  HostVolume,
  JavaPolicy,
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
  /** Globs of the volumes of this host, and of paths, that tasks may mount bidirectionally. */
  readonly bidirectional: readonly string[];
  /** What is done about mounts that tasks leave in volumes which show them on the host. */
  readonly leakedMounts: 'unmount' | 'report';
  /** Names of the agent's environment that no task inherits. */
  readonly environmentDenylist: readonly string[];
  /** How what is ours and nobody's is taken off the host. */
  readonly danglingContainers: DanglingContainers;
  readonly docker: DockerPolicy & { readonly endpoint: string };
  readonly exec: ExecPolicy & ExecutorSettings;
  readonly rawExec: RawExecPolicy;
  readonly java: JavaPolicy;
  readonly network: NetworkSettings;
}

/** How the networks of groups are made. */
export interface NetworkSettings {
  /** Directories in which plugins are looked for, in this order. */
  readonly cniPaths: readonly string[];
  /** Directory of the networks that `cni/NAME` names. */
  readonly cniConfigDirectory: string;
  readonly bridgeName: string;
  /** IPv4, such as `172.26.64.0/20`. */
  readonly bridgeSubnet: string;
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
