import { asItIs } from '../syntax/escaped-references.js';
import { isSet } from '../values/set-value.js';
import { isObject, type Value, type ObjectValue } from '../values/value.js';
import { HclError } from '../syntax/hcl-error.js';
import {
  exactNumber,
  isNumber,
  type NumberValue,
  parseDecimal,
  textOfNumber,
} from '../values/number-value.js';

/** A value in a message. */
export function kindOf(value: Value): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  if (typeof value === 'string')
    return value.includes('${') ? `${value}, known only at run time` : `"${value}"`;
  return typeof value === 'boolean' ? value.toString() : textOfNumber(value);
}

export function toText(value: Value): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value.toString();
  if (isNumber(value)) return textOfNumber(value);
  throw new HclError(`needs text, not ${kindOf(value)}`);
}

/** Text as it will be at run time: for functions whose result can't be resolved any more, such as hashes. */
export const plain = (value: Value): string => asItIs(toText(value));

export function toNumber(value: Value): NumberValue {
  if (isNumber(value)) return value;
  const decimal = typeof value === 'string' ? parseDecimal(value) : undefined;
  if (decimal === undefined) throw new HclError(`needs a number, not ${kindOf(value)}`);
  const number = exactNumber(decimal);
  if (number === undefined) throw new HclError(`needs a number of fewer digits than ${kindOf(value)}`);
  return number;
}

/** The nearest number of JavaScript, for what is calculated in those. */
export const toFloat = (value: Value): number => Number(toNumber(value));

export function toInteger(value: Value): bigint {
  const number = toNumber(value);
  if (typeof number === 'bigint') return number;
  if (Number.isInteger(number)) return BigInt(number);
  throw new HclError(`needs a whole number, not ${kindOf(value)}`);
}

/** A whole number that counts places or things of a value. */
export function toWhole(value: Value): number {
  const number = Number(toInteger(value));
  if (Number.isSafeInteger(number)) return number;
  throw new HclError(`needs a smaller number than ${kindOf(value)}`);
}

/** How many of something. */
export function toCount(value: Value): number {
  const number = toWhole(value);
  if (number >= 0) return number;
  throw new HclError(`needs a whole number of at least 0, not ${kindOf(value)}`);
}

export function toBoolean(value: Value): boolean {
  if (value === true || value === 'true') return true;
  if (value === false || value === 'false') return false;
  throw new HclError(`needs true or false, not ${kindOf(value)}`);
}

export function toList(value: Value): readonly Value[] {
  if (Array.isArray(value)) return value as readonly Value[];
  throw new HclError(`needs a list, not ${kindOf(value)}`);
}

export function toObject(value: Value): ObjectValue {
  if (isObject(value)) return value;
  throw new HclError(`needs an object, not ${kindOf(value)}`);
}

/** Keys and values of what `for` and `dynamic` run over: a list by index, a set by itself, an object by sorted key. */
export function entriesOf(value: Value): readonly (readonly [Value, Value])[] {
  if (Array.isArray(value))
    return (value as readonly Value[]).map((item, index) => [isSet(value) ? item : index, item] as const);
  if (isObject(value)) return sortedKeys(value).map((key) => [key, value[key] ?? null] as const);
  throw new HclError(`can only run over a list or an object, not ${kindOf(value)}`);
}

export const sortedKeys = (value: ObjectValue): readonly string[] => Object.keys(value).sort(byCodePoint);

/** The order of Go's strings: by code point, not by UTF-16 unit. */
export function byCodePoint(a: string, b: string): number {
  if (a === b) return 0;
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** Equality as HCL has it: values of different types differ, even `1` and `"1"`. */
export function equal(a: Value, b: Value): boolean {
  if (Array.isArray(a) && Array.isArray(b)) {
    const [left, right] = [a as readonly Value[], b as readonly Value[]];
    return (
      isSet(left) === isSet(right) &&
      left.length === right.length &&
      left.every((item, index) => equal(item, right[index] ?? null))
    );
  }
  if (isObject(a) && isObject(b)) {
    const keys = Object.keys(a);
    return (
      keys.length === Object.keys(b).length &&
      keys.every((key) => Object.hasOwn(b, key) && equal(a[key] ?? null, b[key] ?? null))
    );
  }
  return a === b;
}
