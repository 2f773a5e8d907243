import { err, ok, type Result } from '../../shared/result.js';
import type { Value } from './syntax.js';

/** Empty texts and lists are not. */
export const isTrue = (value: Value): boolean => (typeof value === 'boolean' ? value : value.length > 0);

/** As Go prints it. */
export const print = (value: Value): string =>
  typeof value === 'object' ? `[${value.join(' ')}]` : value.toString();

export const kindOf = (value: Value): string =>
  typeof value === 'object' ? 'a list' : typeof value === 'string' ? 'a text' : 'a truth value';

/** The values, when all are texts; otherwise what is wrong with them as arguments. */
export function textsIn(values: readonly Value[]): Result<readonly string[], string> {
  const other = values.find((value) => typeof value !== 'string');
  return other === undefined
    ? ok(values.filter((value) => typeof value === 'string'))
    : err(`with ${kindOf(other)}, where it takes a text`);
}
