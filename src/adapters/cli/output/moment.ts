import type { Instant } from '../../../domain/model/ids.js';

/** A moment in UTC, to the second: `2026-11-25T17:49:06Z`. */
export const momentText = (at: Instant | undefined): string =>
  at === undefined ? '-' : new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');
