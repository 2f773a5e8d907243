import type { Clock } from '../../../domain/ports/clock.js';
import type { Answer } from '../../../domain/ports/runtime.js';
import { err } from '../../../domain/shared/result.js';
import { bounded, spent } from './bounded.js';

/** What takes more than one call, and has one bound for all of them. */
export interface Work {
  readonly name: string;
  readonly boundMs: number;
}

/** What `work` answers, which has to give up when its signal aborts. */
export async function withinBound<T>(
  clock: Clock,
  { name, boundMs }: Work,
  caller: AbortSignal,
  work: (signal: AbortSignal) => Answer<T>,
): Answer<T> {
  const patience = bounded(clock, boundMs, caller);
  const answer = await work(patience.signal);
  patience.release();
  if (answer.ok || patience.signal.reason !== 'deadline') return answer;
  const told = `${name}: not done in time, ${spent(patience.elapsedMs(), boundMs)}`;
  return err({ ...answer.error, message: `${told}: ${answer.error.message.replace(`${name}: `, '')}` });
}
