import { adviseOn, type RuntimeFault } from '../faults/runtime-fault.js';
import type { Tick } from '../model/ids.js';
import type { InstanceState } from '../model/instance.js';
import type { SignalName } from '../model/signals.js';
import type { StopPolicy } from '../model/stop-policy.js';

/**
 * The end of one instance, one step at a time: signal, wait, kill, verify.
 *
 * A signal that did nothing is sent again while the task has time to end; one that may have been heard is not, since
 * tasks count them. A kill does no harm twice and is sent again until the last bound. Ends when the instance is seen to
 * have ended, or, after that bound, with the word that it can't be killed: never with a guess.
 */
export function nextStopStep(progress: StopProgress, policy: EscalationPolicy, now: Tick): StopStep {
  const { state, signalled, killed } = progress;
  if (!isAlive(state)) return { do: 'finish' };
  if (killed !== undefined) return afterKill(killed, policy, now);
  if (policy.killTimeoutMs <= 0) return { do: 'kill' };
  const signal: StopStep = { do: 'signal', name: policy.signal ?? 'SIGTERM' };
  if (signalled === undefined) return signal;
  const end = signalled.firstAt + policy.killTimeoutMs;
  if (now >= end) return { do: 'kill' };
  return (
    waitUntil(signalled.unheard ? Math.min(end, signalled.lastAt + policy.repeatMs) : end, now) ?? signal
  );
}

function afterKill(killed: Sending, { verifyMs, repeatMs }: EscalationPolicy, now: Tick): StopStep {
  const end = killed.firstAt + verifyMs;
  if (now >= end) return { do: 'give-up' };
  return waitUntil(Math.min(end, killed.lastAt + repeatMs), now) ?? { do: 'kill' };
}

export interface EscalationPolicy extends StopPolicy {
  /** Milliseconds before the same signal is sent again. */
  readonly repeatMs: number;
}

export interface StopProgress {
  /** As seen last; undefined: the host has no such instance. */
  readonly state: InstanceState | undefined;
  /** Undefined: it was not sent yet. */
  readonly signalled: Sending | undefined;
  readonly killed: Sending | undefined;
}

/** One signal, sent once or more. */
export interface Sending {
  readonly firstAt: Tick;
  readonly lastAt: Tick;
  /** Whether nothing was done the last time. */
  readonly unheard: boolean;
}

/** What is known of a signal after it was sent once more; `fault`: what the runtime answered if it did not say yes. */
export const afterSending = (
  before: Sending | undefined,
  at: Tick,
  fault: RuntimeFault | undefined,
): Sending => ({
  firstAt: before?.firstAt ?? at,
  lastAt: at,
  unheard: fault !== undefined && adviseOn(fault.kind) === 'back-off',
});

export type StopStep =
  | { readonly do: 'signal'; readonly name: SignalName }
  /** Until then, or until a hint that something happened. */
  | { readonly do: 'wait'; readonly until: Tick }
  | { readonly do: 'kill' }
  | { readonly do: 'finish' }
  /** It was killed and lives: in the kernel, or behind a runtime that lies. */
  | { readonly do: 'give-up' };

const isAlive = (state: InstanceState | undefined): boolean =>
  state?.phase === 'running' || state?.phase === 'unknown';

const waitUntil = (until: number, now: Tick): StopStep | undefined =>
  now < until ? { do: 'wait', until: until as Tick } : undefined;
