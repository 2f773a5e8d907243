import type { Value } from './value.js';

/** Which lists are sets: elements have an order, but no places, and each is its own key. */
const sets = new WeakSet<readonly Value[]>();

/** The set of these elements, among which no two are equal. */
export function setValue(elements: readonly Value[]): readonly Value[] {
  const set = [...elements];
  sets.add(set);
  return set;
}

export const isSet = (value: Value): boolean => Array.isArray(value) && sets.has(value);
