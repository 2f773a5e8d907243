import type { Clock } from '../../domain/ports/clock.js';

/** Nobody wakes any more once `leaving` aborts, but for who sleeps on a signal that has aborted: so no timer is left. */
export const leavingClock = (clock: Clock, leaving: AbortSignal): Clock => ({
  now: () => clock.now(),
  sleep: async (ms, signal) => {
    await clock.sleep(ms, AbortSignal.any([signal, leaving]));
    if (leaving.aborted && !signal.aborted) await new Promise(() => undefined);
  },
});
