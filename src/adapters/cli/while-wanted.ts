import type { Answer } from '../../domain/ports/runtime.js';
import { ok } from '../../domain/shared/result.js';
import { Interruption } from './interruption.js';
import type { Invocation } from './invocation.js';
import type { Console } from './output/console.js';
import { status } from './status.js';

/** Does what may go on without end, until a signal asks to stop or nobody reads the output any more. */
export async function whileWanted(
  { surroundings }: Invocation,
  { stdout }: Console,
  act: (signal: AbortSignal) => Answer<number>,
): Answer<number> {
  const interruption = new Interruption(surroundings, () => undefined);
  const stop = (): void => {
    interruption.stop();
  };
  stdout.gone.addEventListener('abort', stop);
  const { stop: stopped } = interruption.control;
  try {
    const answer = await act(stopped);
    return stopped.aborted && !stdout.gone.aborted ? ok(status.interrupted) : answer;
  } finally {
    stdout.gone.removeEventListener('abort', stop);
    interruption.end();
  }
}
