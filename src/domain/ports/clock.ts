import type { Instant, Tick } from '../model/ids.js';

/** The only source of time. Domain functions take an `Instant` or a `Tick`; only the app asks the clock. */
export interface Clock {
  /** By the calendar, for what is written down: it jumps when somebody sets the host's clock. */
  now(): Instant;
  /** Evenly, whatever the host's clock is set to: for how long something takes. */
  steady(): Tick;
  /** Resolves after `ms` milliseconds, or as soon as `signal` aborts. Never rejects. Any number may sleep on one signal. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}
