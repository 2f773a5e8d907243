import type { Identity } from './identity.js';
import type { Limits, Rlimit } from './limits.js';
import type { Device, Mount } from './mount.js';
import type { SignalName } from './signals.js';

/** A container to be made, in no engine's words. Empty lists and undefined mean: as the image or the engine has it. */
export interface ContainerSpec {
  readonly identity: Identity;
  /** For people; cosmetic, unique per attempt, at least two characters. */
  readonly name: string;
  readonly image: string;
  readonly entrypoint: readonly string[] | undefined;
  readonly command: readonly string[] | undefined;
  readonly environment: Readonly<Record<string, string>>;
  /** Labels that the user asked for; ours win. */
  readonly labels: Readonly<Record<string, string>>;
  readonly user: string | undefined;
  readonly groups: readonly string[];
  readonly workDir: string | undefined;
  readonly hostname: string | undefined;
  readonly tty: boolean;
  readonly interactive: boolean;
  readonly init: boolean;
  readonly mounts: readonly Mount[];
  readonly devices: readonly Device[];
  readonly limits: Limits;
  readonly rlimits: readonly Rlimit[];
  readonly sysctl: Readonly<Record<string, string>>;
  readonly storageOptions: Readonly<Record<string, string>>;
  readonly shmSizeBytes: number | undefined;
  readonly oomScoreAdj: number | undefined;
  readonly privileged: boolean;
  readonly readOnlyRoot: boolean;
  /** Upper case, without `CAP_`; `ALL` for every one. What is both added and dropped is added. */
  readonly capAdd: readonly string[];
  readonly capDrop: readonly string[];
  /** `seccomp=` names `unconfined` or a profile on the host, by absolute path. */
  readonly securityOptions: readonly string[];
  readonly runtime: string | undefined;
  readonly namespaces: ContainerNamespaces;
  readonly network: ContainerNetwork;
  readonly logging:
    { readonly driver: string; readonly options: Readonly<Record<string, string>> } | undefined;
  readonly healthcheckDisabled: boolean;
  readonly stopSignal: SignalName | undefined;
}

/** As the engine spells them (`host`, `private`, `container:ID` …); undefined: the engine's default. */
export interface ContainerNamespaces {
  readonly ipc: string | undefined;
  readonly pid: string | undefined;
  readonly uts: string | undefined;
  readonly user: string | undefined;
  readonly cgroup: string | undefined;
}

export interface ContainerNetwork {
  readonly mode: string | undefined;
  readonly aliases: readonly string[];
  readonly ipv4: string | undefined;
  readonly ipv6: string | undefined;
  readonly mac: string | undefined;
  readonly dnsServers: readonly string[];
  readonly dnsSearch: readonly string[];
  readonly dnsOptions: readonly string[];
  /** `name:address`. */
  readonly extraHosts: readonly string[];
  readonly ports: readonly PublishedPort[];
}

/** Published for tcp and udp alike, as Nomad does. */
export interface PublishedPort {
  readonly hostIp: string;
  readonly hostPort: number;
  readonly taskPort: number;
}
