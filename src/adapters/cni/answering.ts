import { setMaxListeners } from 'node:events';

import { fault, type RuntimeFault } from '../../domain/faults/runtime-fault.js';
import type { Answer } from '../../domain/ports/runtime.js';
import { err, type Result } from '../../domain/shared/result.js';
import { errnoFault } from './read-fault.js';

/** Milliseconds after which a call is answered, whatever still keeps it. */
const callBoundMs = 120_000;

/**
 * Answers at once when `signal` aborts, and within a bound; what was begun goes on to its own end, and is seen by whoever
 * looks. `doing` is a clause such as `make the network`.
 */
export const asCommand = <T>(signal: AbortSignal, doing: string, ask: () => Answer<T>): Answer<T> =>
  answering(signal, ask, doing, fault('outcome-unknown', `${doing}: given up while it was under way`));

/** As `asCommand`, for what changes nothing. */
export const asQuery = <T>(signal: AbortSignal, doing: string, ask: () => Answer<T>): Answer<T> =>
  answering(signal, ask, doing, notAsked(doing));

async function answering<T>(
  signal: AbortSignal,
  ask: () => Answer<T>,
  doing: string,
  whenAborted: RuntimeFault,
): Answer<T> {
  if (signal.aborted) return err(notAsked(doing));
  setMaxListeners(0, signal);
  let forget = (): void => undefined;
  const over = new Promise<Result<T, RuntimeFault>>((resolve) => {
    const giveUp = (): void => {
      resolve(err(whenAborted));
    };
    const timer = setTimeout(giveUp, callBoundMs);
    signal.addEventListener('abort', giveUp, { once: true });
    forget = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', giveUp);
    };
  });
  try {
    return await Promise.race([settled(doing, ask), over]);
  } finally {
    forget();
  }
}

const notAsked = (doing: string): RuntimeFault => fault('unavailable', `${doing}: given up before it began`);

/** An answer whatever happens: what the file system throws is one, too. */
async function settled<T>(doing: string, ask: () => Answer<T>): Answer<T> {
  try {
    return await ask();
  } catch (cause) {
    return err(errnoFault(doing, cause));
  }
}
