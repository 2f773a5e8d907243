import { setMaxListeners } from 'node:events';

import type { Clock } from '../../domain/ports/clock.js';

/** Once `leaving` aborts time wakes nobody any more, and no timer is left: only who is no longer to sleep is woken. */
export const leavingClock = (clock: Clock, leaving: AbortSignal): Clock => ({
  now: () => clock.now(),
  steady: () => clock.steady(),
  sleep: async (ms, signal) => {
    if (!leaving.aborted) await untilEither(signal, leaving, (either) => clock.sleep(ms, either));
    if (leaving.aborted) await aborted(signal);
  },
});

/** By hand: what `AbortSignal.any` makes of a signal that lives long has to be collected, sleep for sleep. */
async function untilEither(
  signal: AbortSignal,
  leaving: AbortSignal,
  sleep: (either: AbortSignal) => Promise<void>,
): Promise<void> {
  const either = new AbortController();
  const wake = (): void => {
    // With a reason: without one the platform makes an exception, stack and all.
    either.abort('woken');
  };
  // Node takes many listeners on one signal for a leak.
  setMaxListeners(0, signal, leaving);
  for (const one of [signal, leaving]) one.addEventListener('abort', wake);
  if (signal.aborted) wake();
  try {
    await sleep(either.signal);
  } finally {
    for (const one of [signal, leaving]) one.removeEventListener('abort', wake);
  }
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    setMaxListeners(0, signal);
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
