import type { Clock } from '../../../domain/ports/clock.js';
import { formatDuration } from '../../../domain/shared/duration.js';
import type { GivenUpBy } from './engine-failure.js';
import { onAbort } from './on-abort.js';

/** The end of somebody's patience: the caller's, or that of the call itself. */
export interface Bounded {
  /** Its reason is a `GivenUpBy`. */
  readonly signal: AbortSignal;
  /** Milliseconds since it began. */
  readonly elapsedMs: () => number;
  /** From here on only the caller ends it. */
  readonly disarm: () => void;
  /** Forgets caller and clock. */
  readonly release: () => void;
}

export function bounded(clock: Clock, boundMs: number, caller: AbortSignal): Bounded {
  const since = clock.steady();
  const call = new AbortController();
  const timer = new AbortController();
  const disarm = (): void => {
    // With a reason: without one the platform makes an exception, stack and all, at every call.
    timer.abort('over');
  };
  const giveUp = (by: GivenUpBy): void => {
    disarm();
    call.abort(by);
  };
  const forgetCaller = onAbort(caller, () => {
    // Whoever called may itself be given up for a bound of its own.
    giveUp(caller.reason === 'deadline' ? 'deadline' : 'caller');
  });
  void clock.sleep(boundMs, timer.signal).then(() => {
    if (!timer.signal.aborted) giveUp('deadline');
  });
  return {
    signal: call.signal,
    elapsedMs: () => clock.steady() - since,
    disarm,
    release: () => {
      disarm();
      forgetCaller();
    },
  };
}

/** For the message of whatever was given up. */
export const spent = (elapsedMs: number, boundMs: number): string =>
  `after ${formatDuration(elapsedMs)}, with a bound of ${formatDuration(boundMs)}`;
