import { hostClock } from '../../support/host-clock.js';
import type { Ledger } from './ledger.js';
import type { Place } from './place.js';
import type { Subject } from './subject.js';

/** One round's players. */
export interface Scene {
  readonly place: Place;
  readonly subject: Subject;
  readonly ledger: Ledger;
}

export const never = new AbortController().signal;

/** More than all bounds of one operation together; what takes longer hangs. */
const patienceMs = 90_000;

/** An operation's answer, counted; undefined when it hung. */
export async function bounded<T>(
  { ledger }: Pick<Scene, 'ledger'>,
  name: string,
  answer: Promise<T>,
): Promise<T | undefined> {
  ledger.operation(name);
  const over = new AbortController();
  const late = Symbol('late');
  const first = await Promise.race([answer, hostClock.sleep(patienceMs, over.signal).then(() => late)]);
  over.abort();
  if (first !== late) return first as T;
  ledger.find('hung', `${name} gave no answer for ${patienceMs.toString()} ms`);
  return undefined;
}
