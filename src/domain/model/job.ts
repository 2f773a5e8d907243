import type { JsonObject } from '../shared/json.js';
import type { NetworkMode } from './group-network.js';
import type { Rlimit } from './limits.js';
import type { Propagation } from './mount.js';
import type { SignalName } from './signals.js';

/** What a job file asks for, read and complete: every default is filled in. Durations are milliseconds. */
export interface Job {
  readonly id: string;
  readonly name: string;
  readonly type: JobType;
  readonly namespace: string;
  readonly region: string;
  readonly datacenters: readonly string[];
  readonly meta: Readonly<Record<string, string>>;
  readonly groups: readonly TaskGroup[];
}

export type JobType = 'service' | 'batch' | 'system' | 'sysbatch';

/** Tasks that run together on one host. */
export interface TaskGroup {
  readonly name: string;
  readonly count: number;
  readonly meta: Readonly<Record<string, string>>;
  /** Before the first of its tasks is stopped; each task's own comes after it. */
  readonly shutdownDelayMs: number;
  readonly network: GroupNetwork;
  readonly volumes: Readonly<Record<string, VolumeRequest>>;
  readonly tasks: readonly Task[];
}

export interface GroupNetwork {
  readonly mode: NetworkMode;
  /** Of the tasks of a group with a network of its own; absent: each has the name that its driver gives it. */
  readonly hostname?: string;
  readonly ports: readonly Port[];
  readonly dns:
    | {
        readonly servers: readonly string[];
        readonly searches: readonly string[];
        readonly options: readonly string[];
      }
    | undefined;
}

export interface Port {
  readonly label: string;
  /** Whose resources ask for it; absent: the group's network does. */
  readonly task?: string;
  /** On the host; undefined: any free one. */
  readonly static: number | undefined;
  /** In the task; undefined: the same as on the host. */
  readonly to: number | undefined;
  /** Whose addresses of the host it is to be on, by the operator's name for them; absent: all. */
  readonly hostNetwork?: string;
}

/** A volume of the host, by the name under which the agent's configuration knows it. */
export interface VolumeRequest {
  readonly name: string;
  readonly source: string;
  readonly readOnly: boolean;
}

export interface Task {
  readonly name: string;
  readonly driver: string;
  /** As in the file, with references to the run time still in it. */
  readonly config: JsonObject;
  readonly environment: Readonly<Record<string, string>>;
  readonly meta: Readonly<Record<string, string>>;
  readonly user: string | undefined;
  readonly leader: boolean;
  readonly lifecycle: Lifecycle;
  readonly restart: RestartPolicy;
  readonly killTimeoutMs: number;
  readonly killSignal: SignalName | undefined;
  readonly shutdownDelayMs: number;
  readonly logs: LogPolicy;
  readonly resources: Resources;
  readonly rlimits: readonly Rlimit[];
  readonly volumeMounts: readonly VolumeMount[];
  readonly templates: readonly Template[];
}

/** When in the life of its group a task runs. A sidecar goes on beside the main tasks. */
export interface Lifecycle {
  readonly hook: 'prestart' | 'main' | 'poststart' | 'poststop';
  readonly sidecar: boolean;
}

export interface RestartPolicy {
  /** Restarts allowed within one interval. */
  readonly attempts: number;
  readonly intervalMs: number;
  readonly delayMs: number;
  /** When the attempts are used up: fail the task, or wait for the next interval. */
  readonly mode: 'fail' | 'delay';
}

export interface LogPolicy {
  readonly maxFiles: number;
  readonly maxFileBytes: number;
  readonly disabled: boolean;
}

export interface Resources {
  readonly cpuMhz: number;
  /** Whole cores kept for the task; undefined: `cpuMhz` counts. */
  readonly cores: number | undefined;
  readonly memoryMb: number;
  /** `none`: no hard limit. */
  readonly memoryMaxMb: number | 'none' | undefined;
  /** Size of the tmpfs that holds the task's secrets. */
  readonly secretsMb: number;
}

export interface VolumeMount {
  readonly volume: string;
  readonly destination: string;
  readonly readOnly: boolean;
  readonly propagation: Propagation;
}

/**
 * A file with text that the job brings along. `{{ env "X" }}` in the text is resolved at start, and nothing else: `${…}`
 * is often the script's own. References in the destination are resolved as everywhere.
 */
export interface Template {
  readonly text: string;
  /** Relative to the task's directory. */
  readonly destination: string;
  readonly mode: number;
  /** What encloses an action; `{{` and `}}` unless the job says otherwise. */
  readonly delimiters: { readonly left: string; readonly right: string };
  /** Whether its `KEY=value` lines also go to the task's environment. */
  readonly intoEnvironment: boolean;
}
