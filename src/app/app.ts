import type { OutputStream } from '../domain/model/instance.js';
import type { TaskEvent } from '../domain/model/event.js';
import type { AllocId } from '../domain/model/ids.js';
import type { Propagation } from '../domain/model/mount.js';
import type { RunReport } from '../domain/model/report.js';
import type { JobSource, ReadJob } from '../domain/ports/job-reader.js';
import type { Result } from '../domain/shared/result.js';
import type { Problem } from '../domain/shape/problem.js';

/** All that can be asked for in this process, without an agent; what one can be asked is `Agent`. */
export interface App {
  /** Reads a job and checks it as far as that is possible without this host: drivers, their configs, volumes. */
  readJob(source: JobSource): Promise<Result<ReadJob, readonly Problem[]>>;
  /** What would be made for a job, without touching the host. */
  planJob(read: ReadJob): Promise<Result<JobPlan, readonly Problem[]>>;
  /** Runs a job until it ends or is told to stop; leaves nothing of it on the host. */
  runJob(read: ReadJob, observer: RunObserver, control: RunControl): Promise<RunReport>;
  /** What this host has and lacks. */
  examineHost(signal: AbortSignal): Promise<HostExamination>;
  close(): Promise<void>;
}

export interface RunObserver {
  event(event: TaskEvent): void;
  /** Output as it comes, not cut into lines. Resolves when more may come. */
  output(output: TaskOutput): Promise<void>;
}

export interface TaskOutput {
  readonly alloc: AllocId;
  readonly allocName: string;
  readonly task: string;
  readonly stream: OutputStream;
  readonly bytes: Uint8Array;
}

export interface RunControl {
  /** Stops the tasks in order, each with its signal and its time to end. */
  readonly stop: AbortSignal;
  /** Kills what is still there. */
  readonly kill: AbortSignal;
}

export interface JobPlan {
  readonly allocations: readonly AllocationPlan[];
}

export interface AllocationPlan {
  readonly name: string;
  readonly group: string;
  readonly tasks: readonly TaskPlan[];
}

export interface TaskPlan {
  readonly task: string;
  readonly driver: string;
  readonly kind: 'container' | 'process';
  /** The driver's own spec; values that look like secrets are masked. */
  readonly spec: object;
}

export interface HostExamination {
  /** Whether at least one driver can run tasks. */
  readonly usable: boolean;
  readonly drivers: readonly DriverExamination[];
  readonly network: NetworkExamination;
  readonly volumes: readonly VolumeExamination[];
}

/** Whether groups can have networks of their own. */
export type NetworkExamination = Omit<DriverExamination, 'driver'>;

/** How tasks can mount a volume of this host. */
export interface VolumeExamination {
  readonly volume: string;
  readonly path: string;
  readonly modes: readonly Propagation[];
  /** For people: the path, the modes, and why it is not all of them. */
  readonly summary: string;
  /** The command that makes more of them possible. */
  readonly remedy: string | undefined;
}

export interface DriverExamination {
  readonly driver: string;
  readonly usable: boolean;
  /** For people: what it is and what was found, or what is missing. */
  readonly summary: string;
  /** The command, or the setting, that mends it. */
  readonly remedy: string | undefined;
}
