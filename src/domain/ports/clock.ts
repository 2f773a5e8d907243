import type { Instant } from '../model/ids.js';

/** The only source of time. Domain functions take an `Instant`; only the app asks the clock. */
export interface Clock {
  now(): Instant;
  /** Resolves after `ms` milliseconds, or as soon as `signal` aborts. Never rejects. Any number may sleep on one signal. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}
