import { fault, type RuntimeFault } from '../../domain/faults/runtime-fault.js';
import type { Answer } from '../../domain/ports/runtime.js';
import { err, type Result } from '../../domain/shared/result.js';
import { onAbort } from './on-abort.js';
import { errnoFault } from './read-fault.js';

/**
 * Answers at once when `signal` aborts; what was begun goes on to its own end, and is seen by whoever looks. `doing` is
 * a clause such as `start the instance`.
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
  let forget = (): void => undefined;
  const aborted = new Promise<Result<T, RuntimeFault>>((resolve) => {
    forget = onAbort(signal, () => {
      resolve(err(whenAborted));
    });
  });
  try {
    return await Promise.race([settled(doing, ask), aborted]);
  } finally {
    forget();
  }
}

const notAsked = (doing: string): RuntimeFault => fault('unavailable', `${doing}: given up before it began`);

/** An answer whatever happens: what the file system throws is one, too. */
export async function settled<T>(doing: string, ask: () => Answer<T>): Answer<T> {
  try {
    return await ask();
  } catch (cause) {
    return err(cause instanceof NotKnown ? cause.fault : errnoFault(doing, cause));
  }
}

/** Carries a fault past code that puts one picture together out of many looks; `settled` gives it back. */
class NotKnown extends Error {
  readonly fault: RuntimeFault;

  constructor(unknown: RuntimeFault) {
    super(unknown.message, { cause: unknown.cause });
    this.fault = unknown;
  }
}

/** What was asked for. Throws when there was a fault: as the file system does. */
export async function known<T>(answer: Answer<T>): Promise<T> {
  const answered = await answer;
  if (answered.ok) return answered.value;
  throw new NotKnown(answered.error);
}
