import type { RuntimeFault } from '../domain/faults/runtime-fault.js';
import type { NumberedEvent } from '../domain/model/event.js';
import type { ExecSession, ExecWish } from '../domain/model/exec.js';
import type { Exit } from '../domain/model/exit.js';
import type { TaskHandle } from '../domain/model/handle.js';
import type { AllocId, Instant, OwnerId } from '../domain/model/ids.js';
import type { OutputStream } from '../domain/model/instance.js';
import type { Job } from '../domain/model/job.js';
import type { Failure, TaskOutcome } from '../domain/model/report.js';
import type { SignalName } from '../domain/model/signals.js';
import type { Answer } from '../domain/ports/runtime.js';
import type { Result } from '../domain/shared/result.js';
import type { RuntimeReport } from './services/reconcile-report.js';

/**
 * Keeps task groups running on this host, and answers for them: all that its API, its command line and a program that
 * hosts it can ask for. Whatever it answered `ok` to outlives it: it is taken up by the next one on the same state.
 */
export interface Agent {
  /** Never waits for a runtime. */
  health(): AgentHealth;

  /**
   * Takes on a job that was validated: one allocation for each instance of each group. They are wanted, durably, once
   * this answers, and start then. `invalid-spec` when the job can't run here: nothing is kept of it.
   */
  submit(job: Job): Answer<readonly AllocStatus[]>;

  /** All that are kept, those that have ended among them, the earliest submitted first. */
  allocations(): readonly AllocStatus[];

  /**
   * The one whose id is this, or begins with it. `not-found` when there is none, `conflict` when there are several,
   * `invalid-spec` when it is not the beginning of an id.
   */
  find(prefix: string): Result<AllocStatus, RuntimeFault>;

  /** What a task printed, from its log files: those of earlier attempts, too. `not-found` when there is no such task. */
  logs(alloc: AllocId, task: string, wish: LogWish, signal: AbortSignal): Answer<AsyncIterable<Uint8Array>>;

  /** Runs a command beside a task. `not-found` when the task does not run. */
  exec(alloc: AllocId, task: string, wish: ExecWish, signal: AbortSignal): Answer<ExecSession>;

  /** To one task, or to all of the allocation that run. `not-found` when none runs. */
  signal(alloc: AllocId, task: string | undefined, name: SignalName, signal: AbortSignal): Answer<undefined>;

  /** Stops one task, or all that run, in its own time, and starts it again: not counted by its restart policy. */
  restart(alloc: AllocId, task: string | undefined): Answer<undefined>;

  /**
   * No longer wants the allocation: its tasks are stopped in order. Answers once nothing of it is on the host but its
   * directories; with `purge` those, its logs and all that is known of it go as well.
   */
  stop(alloc: AllocId, purge: boolean): Answer<undefined>;

  /**
   * What happened after the event of that number, and what happens from now on, until `signal` aborts. Without a number
   * only from now on. Events that are older than what is kept are left out.
   */
  events(after: number | undefined, signal: AbortSignal): AsyncIterable<NumberedEvent>;

  /**
   * Everything known of an allocation, an attempt, or an object on the host whosever it is, by its id or its beginning:
   * whether it runs or not, what a pass would make of it, and what became of it when it is gone. `not-found` when nothing
   * is known, `conflict` when several begin so.
   */
  explain(id: string, signal: AbortSignal): Answer<Explanation>;

  /**
   * One pass now, over every object on the host. With `dryRun` nothing is removed, nor any sooner by a pass that follows.
   */
  reconcile(dryRun: boolean, signal: AbortSignal): Answer<readonly RuntimeReport[]>;
}

export interface AgentHealth {
  readonly owner: OwnerId;
  readonly pid: number;
  readonly startedAt: Instant;
  /** False as long as anything is wrong that an operator has to look at. */
  readonly healthy: boolean;
  /** The tasks of before have been looked for. */
  readonly recovered: boolean;
  readonly runtimes: readonly RuntimeHealth[];
  /** What is wrong besides, each a sentence. */
  readonly complaints: readonly string[];
}

export interface RuntimeHealth {
  readonly runtime: string;
  readonly healthy: boolean;
  /** What it is, or why it can't be used. */
  readonly summary: string;
  readonly remedy: string | undefined;
}

export interface AllocStatus {
  readonly id: AllocId;
  /** `job.group[index]`. */
  readonly name: string;
  readonly job: string;
  readonly group: string;
  readonly submittedAt: Instant;
  /** Whether it is to run; false once it was stopped, or when its tasks have ended for good. */
  readonly wanted: boolean;
  readonly state: AllocState;
  readonly tasks: readonly TaskState[];
  /** What could not be done for it. */
  readonly failures: readonly Failure[];
}

/** `pending`: none of its tasks has run. `complete` and `failed`: they have ended by themselves. `lost`: see its failures. */
export type AllocState = 'pending' | 'running' | 'stopping' | 'complete' | 'failed' | 'stopped' | 'lost';

export interface TaskState {
  readonly task: string;
  readonly driver: string;
  /** `unknown`: the runtime does not say just now. */
  readonly phase: 'waiting' | 'starting' | 'running' | 'unknown' | 'ended';
  readonly outcome: TaskOutcome | undefined;
  /** Of its last attempt that has ended. */
  readonly exit: Exit | undefined;
  readonly restarts: number;
  readonly startedAt: Instant | undefined;
  readonly finishedAt: Instant | undefined;
  /** Of the attempt that runs. */
  readonly handle: TaskHandle | undefined;
  readonly pid: number | undefined;
  readonly failure: Failure | undefined;
}

export interface LogWish {
  readonly stream: OutputStream;
  /** Only the last lines of what was printed; undefined: all that is kept. */
  readonly tailLines: number | undefined;
  /** Goes on until the task has ended for good. */
  readonly follow: boolean;
}

export interface Explanation {
  readonly about: 'allocation' | 'instance' | 'attempt';
  readonly id: string;
  /** In sentences, the most telling first. */
  readonly sentences: readonly string[];
  /** For programs: what the sentences were made from. */
  readonly facts: Readonly<Record<string, unknown>>;
}
