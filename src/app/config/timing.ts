import type { AdmissionPolicy } from '../../domain/admission/admission.js';
import type { StartPolicy } from '../../domain/start/start-protocol.js';

/** How long wharf waits for what. All in milliseconds; not for operators to set. */
export interface Timing {
  readonly start: StartPolicy;
  /** How many instances of one runtime are made or started at the same time. */
  readonly admission: AdmissionPolicy;
  /** From one look at a driver that works to the next, and at one that does not. */
  readonly fingerprintMs: number;
  readonly unhealthyMs: number;
  /** Before a signal that did nothing, or a kill, is sent again. */
  readonly signalRepeatMs: number;
  /** From the kill until a task counts as stuck. */
  readonly verifyMs: number;
  /** Without output, after which an ended task's output counts as complete. */
  readonly drainMs: number;
  /** In all, for the output of an ended task from which more and more comes. */
  readonly drainMaxMs: number;
  /** Before the output of a running task is opened again after it broke off; doubled for each further time. */
  readonly reopenMs: number;
  readonly reopenMaxMs: number;
  /** Before something that could not be written down is written again. */
  readonly rewriteMs: number;
  /** That one look at a task of before may take. */
  readonly lookMs: number;
  /** So many of them at the same time. */
  readonly looksAtOnce: number;
  /** Before the next one; doubled for each further one. */
  readonly lookAgainMs: number;
  readonly lookAgainMaxMs: number;
  /** At least from one making of an allocation's network to the next. */
  readonly networkPauseMs: number;
  /** Between two lists that look for ended instances, when hints don't tell of them before. */
  readonly listPeriodMs: number;
  /** Between two looks for what a failed attempt may have left. */
  readonly removalPeriodMs: number;
  /** Looks in a row that must show nothing. */
  readonly removalProofs: number;
  /** Before the next attempt of a task, in which what is left of those before it is taken off the host. */
  readonly leftoverMs: number;
  /** At the end of an allocation, in which what is left of its tasks is taken off the host. */
  readonly settleMs: number;
  /** After that, in which its directories are tried to be removed. */
  readonly directoriesMs: number;
}

export const timing: Timing = {
  start: { patience: 5, backOffMs: 200, backOffMaxMs: 5000 },
  admission: { first: 16, least: 2, most: 64, patience: 8, forgetting: 1.02, retreat: 0.97 },
  fingerprintMs: 30_000,
  unhealthyMs: 5000,
  signalRepeatMs: 1000,
  verifyMs: 15_000,
  drainMs: 10_000,
  drainMaxMs: 60_000,
  reopenMs: 200,
  reopenMaxMs: 5000,
  rewriteMs: 5000,
  lookMs: 5000,
  looksAtOnce: 32,
  lookAgainMs: 1000,
  lookAgainMaxMs: 30_000,
  networkPauseMs: 5000,
  listPeriodMs: 2000,
  removalPeriodMs: 1000,
  removalProofs: 2,
  leftoverMs: 30_000,
  settleMs: 60_000,
  directoriesMs: 5000,
};
