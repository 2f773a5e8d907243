import type { RuntimeFault } from '../../domain/faults/runtime-fault.js';
import type { InstanceId, Instant } from '../../domain/model/ids.js';
import type { Verdict } from '../../domain/reconcile/decide.js';
import { explain } from '../../domain/reconcile/explain.js';
import type { Result } from '../../domain/shared/result.js';

/** What one pass made of one runtime. */
export type RuntimeReport = { readonly runtime: string } & RuntimeOutcome;

export type RuntimeOutcome =
  | { readonly outcome: 'judged'; readonly objects: readonly ObjectReport[] }
  /** It does not describe itself, and was asked nothing else. */
  | { readonly outcome: 'unhealthy'; readonly why: RuntimeFault }
  /** It was not seen whole, and nothing was planned. */
  | { readonly outcome: 'unseen'; readonly why: RuntimeFault }
  /** The plan broke rules, told in words, and nothing of it was done. */
  | {
      readonly outcome: 'unsound';
      readonly violations: readonly string[];
      readonly objects: readonly ObjectReport[];
    };

export interface ObjectReport {
  readonly id: InstanceId;
  /** By the last look at it. */
  readonly verdict: Verdict;
  /** The verdict for people. */
  readonly words: string;
  /** Whether it is gone, or why not; undefined when it was not tried to remove it. */
  readonly removal: Result<undefined, RuntimeFault> | undefined;
}

export const reportOn = (
  verdict: Verdict,
  now: Instant,
  removal?: ObjectReport['removal'],
): ObjectReport => ({ id: verdict.id, verdict, words: explain(verdict, now), removal });
