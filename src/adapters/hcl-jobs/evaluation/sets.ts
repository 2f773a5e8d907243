import { isNumber } from '../values/number-value.js';
import { setValue } from '../values/set-value.js';
import { isObject, type Value } from '../values/value.js';
import { byCodePoint, equal, toText } from './convert.js';

export const distinct = (list: readonly Value[]): readonly Value[] =>
  list.filter((item, index) => list.findIndex((other) => equal(item, other)) === index);

/** A set, whose elements are of one type: scalars of several are all text. Scalars are in order. */
export function setOf(list: readonly Value[]): readonly Value[] {
  if (!list.every(isScalar)) return setValue(distinct(list));
  const mixed = new Set(list.map(kindOfScalar)).size > 1;
  return setValue([...distinct(mixed ? list.map(toText) : list)].sort(inOrder));
}

const isScalar = (value: Value): boolean => value !== null && !Array.isArray(value) && !isObject(value);

const kindOfScalar = (value: Value): string => (typeof value === 'bigint' ? 'number' : typeof value);

function inOrder(a: Value, b: Value): number {
  if (isNumber(a) && isNumber(b)) return Number(a > b) - Number(a < b);
  return byCodePoint(toText(a), toText(b));
}
