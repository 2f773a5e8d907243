import type { Clock } from '../../domain/ports/clock.js';

/** Once `leaving` aborts time wakes nobody any more, and no timer is left: only who is no longer to sleep is woken. */
export const leavingClock = (clock: Clock, leaving: AbortSignal): Clock => ({
  now: () => clock.now(),
  sleep: async (ms, signal) => {
    await clock.sleep(ms, AbortSignal.any([signal, leaving]));
    if (leaving.aborted) await aborted(signal);
  },
});

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    // A signal of its own: Node takes many listeners on one for a leak.
    else AbortSignal.any([signal]).addEventListener('abort', () => resolve(), { once: true });
  });
