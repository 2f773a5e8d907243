import { setMaxListeners } from 'node:events';

/**
 * Calls `listener` when the signal aborts; answers how to take that back. Any number may hang on one signal, of which
 * Node would warn as of a leak.
 */
export function onAbort(signal: AbortSignal, listener: () => void): () => void {
  setMaxListeners(0, signal);
  signal.addEventListener('abort', listener, { once: true });
  return () => {
    signal.removeEventListener('abort', listener);
  };
}
