import type { Allocation } from './allocation.js';
import type { Exit } from './exit.js';
import type { AllocId, AttemptToken, Instant } from './ids.js';
import type { Failure, TaskOutcome } from './report.js';

/** An allocation as it is kept: where it stands, whether it is wanted, and what has come of its tasks. */
export interface KeptAllocation {
  readonly allocation: Allocation;
  readonly submittedAt: Instant;
  /** On the host, by the key of the port. */
  readonly ports: Readonly<Record<string, number>>;
  /** Cores kept for tasks that asked for whole ones, by task. */
  readonly cpusets: Readonly<Record<string, string>>;
  /** Directory on the host that holds its logs; undefined: it was never made. */
  readonly logs: string | undefined;
  /** False once somebody had it stopped. */
  readonly wanted: boolean;
  /** By name; those that are not among them have not begun. */
  readonly tasks: Readonly<Record<string, TaskProgress>>;
}

/** How far a task has come: all that its further life depends on. */
export interface TaskProgress {
  /** `active`: an attempt of it is made, or is to be made. `exited`: the last one has ended, and nothing follows yet. */
  readonly phase: 'waiting' | 'active' | 'exited' | 'ended';
  /** Until it has ended for good: undefined. */
  readonly outcome: TaskOutcome | undefined;
  /** Of its last attempt that has ended. */
  readonly exit: Exit | undefined;
  /** Whose exit that is. */
  readonly attempt: AttemptToken | undefined;
  /** When it was started again by its policy, oldest first. */
  readonly restarts: readonly Instant[];
  /** Of its first attempt that ran. */
  readonly startedAt: Instant | undefined;
  readonly finishedAt: Instant | undefined;
  /** Why it could not be started last. */
  readonly failure: Failure | undefined;
}

/** Before anything was done. */
export const noProgress: TaskProgress = {
  phase: 'waiting',
  outcome: undefined,
  exit: undefined,
  attempt: undefined,
  restarts: [],
  startedAt: undefined,
  finishedAt: undefined,
  failure: undefined,
};

/** An allocation of which nothing is known but that it was kept: what is on the host of it may be wanted. */
export interface UnreadableAllocation {
  readonly alloc: AllocId;
  /** For people: a clause that follows `its record`. */
  readonly why: string;
}
