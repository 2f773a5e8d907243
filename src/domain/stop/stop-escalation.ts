import type { Instant } from '../model/ids.js';
import type { InstanceState } from '../model/instance.js';
import type { SignalName } from '../model/signals.js';
import type { StopPolicy } from '../model/stop-policy.js';

/**
 * The end of one instance, one step at a time: signal, wait, kill, verify.
 *
 * Ends when the instance is seen to have ended, or, after the last bound, with the word that it can't be killed:
 * never with a guess.
 */
export function nextStopStep(progress: StopProgress, policy: StopPolicy, now: Instant): StopStep {
  if (!isAlive(progress.state)) return { do: 'finish' };
  if (progress.killedAt !== undefined) {
    return waitUntil(progress.killedAt + policy.verifyMs, now) ?? { do: 'give-up' };
  }
  if (policy.killTimeoutMs <= 0) return { do: 'kill' };
  if (progress.signalledAt === undefined) return { do: 'signal', name: policy.signal ?? 'SIGTERM' };
  return waitUntil(progress.signalledAt + policy.killTimeoutMs, now) ?? { do: 'kill' };
}

export interface StopProgress {
  /** As seen last; undefined: the host has no such instance. */
  readonly state: InstanceState | undefined;
  readonly signalledAt: Instant | undefined;
  readonly killedAt: Instant | undefined;
}

export type StopStep =
  | { readonly do: 'signal'; readonly name: SignalName }
  /** Until then, or until a hint that something happened. */
  | { readonly do: 'wait'; readonly until: Instant }
  | { readonly do: 'kill' }
  | { readonly do: 'finish' }
  /** It was killed and lives: in the kernel, or behind a runtime that lies. */
  | { readonly do: 'give-up' };

const isAlive = (state: InstanceState | undefined): boolean =>
  state?.phase === 'running' || state?.phase === 'unknown';

const waitUntil = (until: number, now: Instant): StopStep | undefined =>
  now < until ? { do: 'wait', until: until as Instant } : undefined;
