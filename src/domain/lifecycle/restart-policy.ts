import { describeExit, type Exit, isSuccess } from '../model/exit.js';
import type { Instant } from '../model/ids.js';
import type { JobType, Lifecycle, RestartPolicy } from '../model/job.js';

/**
 * What follows the end of a task's attempt.
 *
 * A task that ended well is done in a batch job and is started again in a service. Otherwise it is started again as
 * long as its policy has attempts left in the current interval; then it fails, or waits for the next interval. Each
 * delay is stretched by up to a quarter, so that tasks which fell together don't rise together.
 *
 * A restart that is yet to come was before the clock was set back. How long ago, nobody knows, and it no longer counts.
 */
export function decideRestart(ended: EndedAttempt, history: RestartHistory, now: Instant): RestartDecision {
  const { policy } = ended;
  if (ended.success && !ended.again) return { do: 'complete' };
  const restarts = history.restarts.filter((at) => at <= now && at > now - policy.intervalMs);
  const jitter = jitterOf(history.seed, history.restarts.length);
  if (restarts.length < policy.attempts) {
    return { do: 'restart', delayMs: Math.round(policy.delayMs * (1 + jitter)), why: ended.why };
  }
  const oldest = restarts[0];
  if (policy.mode === 'fail' || oldest === undefined) {
    return { do: 'fail', why: exhausted(policy) };
  }
  const rest = oldest + policy.intervalMs - now;
  return { do: 'restart', delayMs: Math.round(rest + policy.delayMs * jitter), why: exhausted(policy) };
}

export interface EndedAttempt {
  readonly policy: RestartPolicy;
  readonly success: boolean;
  /** Whether even a success is followed by another start. */
  readonly again: boolean;
  readonly why: string;
}

export interface RestartHistory {
  /** When the task was started again, oldest first. */
  readonly restarts: readonly Instant[];
  /** From which all jitter of this task is made. */
  readonly seed: number;
}

export type RestartDecision =
  | { readonly do: 'complete' }
  | { readonly do: 'restart'; readonly delayMs: number; readonly why: string }
  | { readonly do: 'fail'; readonly why: string };

/** Whether a task that ended with success is started again: a sidecar always, a main task in jobs without an end. */
export function runsAgain(type: JobType, role: Lifecycle): boolean {
  switch (role.hook) {
    case 'main':
      return type === 'service' || type === 'system';
    case 'prestart':
    case 'poststart':
      return role.sidecar;
    case 'poststop':
      return false;
  }
}

export const endedWith = (exit: Exit, policy: RestartPolicy, again: boolean): EndedAttempt => ({
  policy,
  success: isSuccess(exit),
  again,
  why: `ended with ${describeExit(exit)}`,
});

const exhausted = ({ attempts, intervalMs }: RestartPolicy): string =>
  attempts === 0
    ? 'its restart policy allows none'
    : `${attempts.toString()} restarts within ${Math.round(intervalMs / 1000).toString()}s are used up`;

/** From 0 to 0.25, the same for the same seed and turn. */
function jitterOf(seed: number, turn: number): number {
  const mixed = Math.imul((seed ^ Math.imul(turn + 1, 0x9e3779b1)) >>> 0, 0x85ebca6b);
  return (((mixed ^ (mixed >>> 15)) >>> 0) / 0x1_0000_0000) * 0.25;
}
