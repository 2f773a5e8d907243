import { setMaxListeners } from 'node:events';

import type { Instant, Tick } from '../../domain/model/ids.js';
import type { Clock } from '../../domain/ports/clock.js';

/** The longest that a timer of Node can be set to; a longer one would fire at once. */
const longestMs = 2 ** 31 - 1;

/** The time of this machine. */
export class SystemClock implements Clock {
  now(): Instant {
    return Date.now() as Instant;
  }

  steady(): Tick {
    return performance.now() as Tick;
  }

  async sleep(ms: number, signal: AbortSignal): Promise<void> {
    for (let left = ms; left > 0 && !signal.aborted; left -= longestMs)
      await nap(Math.min(left, longestMs), signal);
  }
}

const nap = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const wake = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', wake);
      resolve();
    };
    const timer = setTimeout(wake, ms);
    // Node would warn of many sleepers on one signal as of a leak.
    setMaxListeners(0, signal);
    signal.addEventListener('abort', wake);
  });
