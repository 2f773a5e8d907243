import { setTimeout as pause } from 'node:timers/promises';

import type { Instant, Tick } from '../../src/domain/model/ids.js';
import type { Clock } from '../../src/domain/ports/clock.js';

/** The time of this machine, for adapters that are judged against something that keeps it. */
export const hostClock: Clock = {
  now: () => Date.now() as Instant,
  steady: () => performance.now() as Tick,
  sleep: (ms, signal) => pause(ms, undefined, { signal }).catch(() => undefined),
};
