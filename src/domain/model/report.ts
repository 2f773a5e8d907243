import type { AllocId, Instant } from './ids.js';
import type { Exit } from './exit.js';
import type { Lifecycle } from './job.js';

/** How one task of a run ended. */
export interface TaskReport {
  readonly alloc: AllocId;
  readonly allocName: string;
  readonly group: string;
  readonly task: string;
  readonly driver: string;
  readonly lifecycle: Lifecycle;
  readonly outcome: TaskOutcome;
  /** Of its last attempt. */
  readonly exit: Exit | undefined;
  readonly restarts: number;
  /** Of its first attempt. */
  readonly startedAt: Instant | undefined;
  readonly finishedAt: Instant | undefined;
  /** Why it never ran, or why wharf could not go on with it. */
  readonly failure: Failure | undefined;
}

/**
 * `complete`: ended by itself with success. `failed`: ended otherwise, with no restart left. `stopped`: ended by us.
 * `not-started`: never ran.
 */
export type TaskOutcome = 'complete' | 'failed' | 'stopped' | 'not-started';

export interface Failure {
  readonly message: string;
  readonly remedy: string | undefined;
}

/** How a run ended. */
export interface RunReport {
  readonly tasks: readonly TaskReport[];
  /** Whether somebody asked it to stop before it ended by itself. */
  readonly interrupted: boolean;
  /** What wharf itself failed at: nothing was started, or all was taken back. */
  readonly failures: readonly Failure[];
}
