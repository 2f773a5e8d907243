import type { JsonObject } from '../shared/json.js';
import type { Allocation } from './allocation.js';
import type { TaskDirectories } from './directories.js';
import type { JoinedNetwork } from './group-network.js';
import type { Identity } from './identity.js';
import type { Task } from './job.js';
import type { Limits } from './limits.js';
import type { Mount } from './mount.js';

/**
 * All that a driver needs to turn one task into a spec. Everything is resolved: no `${…}` of the run time is left in
 * config or environment.
 */
export interface TaskRequest {
  readonly identity: Omit<Identity, 'spec'>;
  readonly allocation: Allocation;
  readonly task: Task;
  readonly config: JsonObject;
  /** What the drivers of this host leave to the task: NOMAD_*, meta, the task's own `env`, in this order. */
  readonly environment: Readonly<Record<string, string>>;
  readonly directories: TaskDirectories;
  readonly limits: Limits;
  /** The task's part of this host's CPU time, in whole cores: 0.5 is half of one. */
  readonly cpuCores: number;
  /** Of the task's `volume_mount` blocks. */
  readonly volumeMounts: readonly Mount[];
  /** Ports of the group and of the task by label, as chosen on this host. */
  readonly ports: Readonly<Record<string, ChosenPort>>;
  /** Undefined: the task stays in the network of the host, or has one of its driver's. */
  readonly network: JoinedNetwork | undefined;
  /** What the task is to find at /etc/hosts and /etc/resolv.conf; undefined: what its driver gives it. */
  readonly nameFiles: NameFiles | undefined;
}

/** Absolute paths on the host. */
export interface NameFiles {
  readonly hosts: string;
  readonly resolvConf: string;
}

/** A port, as chosen on this host. */
export interface ChosenPort {
  readonly hostIp: string;
  readonly host: number;
  /** As the task is to listen on it. */
  readonly task: number;
}

/** A port that a task of the group asked for itself. */
export interface TaskPort {
  readonly task: string;
  readonly label: string;
  readonly chosen: ChosenPort;
}
