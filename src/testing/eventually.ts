import { setTimeout as pause } from 'node:timers/promises';

/**
 * Waits until `check` neither throws nor answers `false`, and answers what it answered then. When `boundMs` have
 * passed it fails with the last reason.
 */
export async function eventually<T>(
  check: () => T | Promise<T>,
  boundMs = 10_000,
): Promise<Exclude<T, false>> {
  const deadline = performance.now() + boundMs;
  for (let waitMs = 1; ; waitMs = Math.min(waitMs * 2, 50)) {
    try {
      const answer = await check();
      if (answer !== false) return answer as Exclude<T, false>;
      if (performance.now() > deadline) throw new Error(`still false after ${boundMs.toString()} ms`);
    } catch (reason) {
      if (performance.now() > deadline) throw reason;
    }
    await pause(waitMs);
  }
}

/** The promise's value; fails when it takes longer than `boundMs`. */
export async function within<T>(boundMs: number, promise: Promise<T>): Promise<T> {
  const timer = new AbortController();
  const late = pause(boundMs, undefined, { signal: timer.signal }).then(
    () => Promise.reject(new Error(`no answer after ${boundMs.toString()} ms`)),
    () => promise,
  );
  try {
    return await Promise.race([promise, late]);
  } finally {
    timer.abort();
  }
}
