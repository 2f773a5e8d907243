import { onAbort } from './on-abort.js';

/** What the promise resolves to, or undefined as soon as the signal aborts. The promise must not reject. */
export function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  return new Promise((resolve) => {
    const forget = onAbort(signal, () => {
      resolve(undefined);
    });
    void promise.then((value) => {
      forget();
      resolve(value);
    });
  });
}
