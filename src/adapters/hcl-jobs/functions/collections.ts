import { lookup } from '../../../domain/shared/record.js';
import { isSet } from '../values/set-value.js';
import { isObject, type Value, type ObjectValue } from '../values/value.js';
import {
  equal,
  kindOf,
  sortedKeys,
  toCount,
  toList,
  toNumber,
  toObject,
  toText,
  toWhole,
} from '../evaluation/convert.js';
import { add, divide, multiply, subtract } from '../values/arithmetic.js';
import { distinct, setOf } from '../evaluation/sets.js';
import { memberOf } from '../evaluation/members.js';
import type { NumberValue } from '../values/number-value.js';
import { HclError } from '../syntax/hcl-error.js';
import { atLeast, exactly, type FunctionTable } from './function-table.js';
import { characters } from './strings.js';

export const collectionFunctions: FunctionTable = {
  length: exactly(1, lengthOf),
  concat: atLeast(1, (...lists) => lists.flatMap(toList)),
  contains: exactly(2, (list, wanted) => toList(list).some((item) => equal(item, wanted))),
  distinct: exactly(1, (list) => distinct(toList(list))),
  flatten: exactly(1, (list) => flat(toList(list))),
  compact: exactly(1, (list) => toList(list).filter((item) => item !== null && item !== '')),
  element: exactly(2, (list, index) => elementOf(toList(list), toWhole(index))),
  index: exactly(2, memberOf),
  hasindex: exactly(2, hasIndex),
  slice: exactly(3, (list, start, end) => sliceOf(toList(list), toWhole(start), toWhole(end))),
  chunklist: exactly(2, (list, size) => chunks(toList(list), toCount(size))),
  coalesce: atLeast(1, (...values) => firstOf(values, (value) => value !== null)),
  coalescelist: atLeast(1, (...lists) => firstOf(lists, (list) => toList(list).length > 0)),
  range: { min: 1, max: 3, run: (...limits) => rangeOf(limits.map(toNumber)) },
  keys: exactly(1, (object) => sortedKeys(toObject(object))),
  values: exactly(1, (object) => sortedKeys(toObject(object)).map((key) => toObject(object)[key] ?? null)),
  lookup: {
    min: 2,
    max: 3,
    run: (object, key, ...fallback) => lookUp(toObject(object ?? null), key, fallback),
  },
  merge: atLeast(0, (...objects) => merged(objects)),
  zipmap: exactly(2, (keys, values) => zipped(toList(keys).map(toText), toList(values))),
  setunion: atLeast(1, (...sets) => setOf(sets.flatMap(toList))),
  setintersection: atLeast(1, (first, ...others) =>
    setOf(
      toList(first ?? null).filter((item) =>
        others.every((other) => toList(other).some((own) => equal(item, own))),
      ),
    ),
  ),
  setsubtract: exactly(2, (from, what) =>
    setOf(toList(from).filter((item) => !toList(what).some((other) => equal(item, other)))),
  ),
  setproduct: atLeast(2, (...sets) => productOf(sets)),
};

function lengthOf(value: Value): number {
  if (Array.isArray(value)) return value.length;
  if (isObject(value)) return Object.keys(value).length;
  if (typeof value === 'string') return characters(value).length;
  throw new HclError(`needs a list, an object or text, not ${kindOf(value)}`);
}

/** A set, if there is one among its factors. */
function productOf(factors: readonly Value[]): readonly Value[] {
  const products = factors
    .map(toList)
    .reduce<readonly (readonly Value[])[]>(
      (products, factor) => products.flatMap((product) => factor.map((item) => [...product, item])),
      [[]],
    );
  return factors.some(isSet) ? setOf(products) : products;
}

const flat = (list: readonly Value[]): readonly Value[] =>
  list.flatMap((item) => (Array.isArray(item) ? flat(item as readonly Value[]) : [item]));

/** Wraps around at both ends. */
function elementOf(list: readonly Value[], index: number): Value {
  if (list.length === 0) throw new HclError('has an empty list to take from');
  const wrapped = ((index % list.length) + list.length) % list.length;
  return list[wrapped] ?? null;
}

function hasIndex(of: Value, key: Value): boolean {
  if (Array.isArray(of)) return !isSet(of) && typeof key === 'number' && key in of;
  return isObject(of) && typeof key === 'string' && Object.hasOwn(of, key);
}

function sliceOf(list: readonly Value[], start: number, end: number): Value {
  if (start < 0 || end > list.length || start > end)
    throw new HclError(
      `can't take ${start.toString()} to ${end.toString()} of a list that has ${list.length.toString()}`,
    );
  return list.slice(start, end);
}

function chunks(list: readonly Value[], size: number): readonly Value[] {
  if (size === 0) return [list];
  const count = Math.ceil(list.length / size);
  return Array.from({ length: count }, (_, index) => list.slice(index * size, (index + 1) * size));
}

function firstOf(values: readonly Value[], suits: (value: Value) => boolean): Value {
  const found = values.find(suits);
  if (found !== undefined) return found;
  throw new HclError('finds no value among its arguments');
}

const maxRange = 1024;

function rangeOf(limits: readonly NumberValue[]): readonly NumberValue[] {
  const [start = 0, end = 0] = limits.length === 1 ? [0, ...limits] : limits;
  const step = limits[2] ?? (end < start ? -1 : 1);
  if (step === 0 || end > start !== step > 0) {
    if (start === end) return [];
    throw new HclError('has a step that never reaches its end');
  }
  const length = Math.ceil(Number(divide(subtract(end, start), step)));
  if (length > maxRange) throw new HclError(`makes more than ${maxRange.toString()} numbers`);
  return Array.from({ length }, (_, index) => add(start, multiply(index, step)));
}

function lookUp(object: ObjectValue, key: Value | undefined, fallback: readonly Value[]): Value {
  const name = toText(key ?? null);
  const found = lookup(object, name);
  return found ?? fallback[0] ?? memberOf(object, name);
}

function merged(objects: readonly Value[]): Value {
  const entries = objects.flatMap((object) => (object === null ? [] : Object.entries(toObject(object))));
  return Object.fromEntries(entries);
}

function zipped(keys: readonly string[], values: readonly Value[]): Value {
  if (keys.length !== values.length)
    throw new HclError(`has ${keys.length.toString()} keys for ${values.length.toString()} values`);
  return Object.fromEntries(keys.map((key, index) => [key, values[index] ?? null]));
}
