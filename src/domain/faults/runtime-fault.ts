import type { Problem } from '../shape/problem.js';
import { assertNever } from '../shared/assert-never.js';

/**
 * Why a runtime refused or failed an operation.
 *
 * `outcome-unknown` is the one that matters most: the request may have taken effect, so the caller observes before
 * it acts again.
 */
export interface RuntimeFault {
  readonly kind: RuntimeFaultKind;
  /** For people. Never parsed. */
  readonly message: string;
  /** What a person can do about it, when that is known. */
  readonly remedy?: string;
  /** What in a task's request is wrong, paths below the task. The message tells it too. */
  readonly problems?: readonly Problem[];
  /** The adapter's own error, for logs only. */
  readonly cause?: unknown;
}

/**
 * | kind | what it says |
 * | --- | --- |
 * | not-found | the object asked for is not there: nothing was done |
 * | conflict | another object stands in the way |
 * | invalid-spec | what was asked can never be done here: nothing was done |
 * | unsupported | this runtime lacks the ability: nothing was done |
 * | permission-denied | we may not: nothing was done |
 * | resource-exhausted | no room now: nothing was done |
 * | unavailable | the runtime was not reached: nothing was done |
 * | outcome-unknown | asked, but no answer came: it may have been done |
 * | internal | the runtime says that it failed: it may have been done all the same |
 */
export type RuntimeFaultKind =
  | 'not-found'
  | 'conflict'
  | 'invalid-spec'
  | 'unsupported'
  | 'permission-denied'
  | 'resource-exhausted'
  | 'unavailable'
  | 'outcome-unknown'
  | 'internal';

export type FaultAdvice = 'give-up' | 'back-off' | 'look-first';

/** What to do after a fault: nothing more, the same again later, or look at what is there before anything else. */
export function adviseOn(kind: RuntimeFaultKind): FaultAdvice {
  switch (kind) {
    case 'not-found':
    case 'invalid-spec':
    case 'unsupported':
    case 'permission-denied':
      return 'give-up';
    case 'resource-exhausted':
    case 'unavailable':
      return 'back-off';
    case 'conflict':
    case 'outcome-unknown':
    case 'internal':
      return 'look-first';
    default:
      return assertNever(kind);
  }
}

export const fault = (
  kind: RuntimeFaultKind,
  message: string,
  extra: Omit<RuntimeFault, 'kind' | 'message'> = {},
): RuntimeFault => ({
  kind,
  message,
  ...extra,
});
