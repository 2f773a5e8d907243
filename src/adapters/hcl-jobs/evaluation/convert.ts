import { isJsonObject, type Json, type JsonObject } from '../../../domain/shared/json.js';
import { asItIs } from '../syntax/escaped-references.js';
import { HclError } from '../syntax/hcl-error.js';

/** A value in a message. */
export function kindOf(value: Json): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  if (typeof value === 'string')
    return value.includes('${') ? `${value}, known only at run time` : `"${value}"`;
  return numberOrBoolean(value);
}

const numberOrBoolean = (value: number | boolean): string =>
  typeof value === 'number' ? textOfNumber(value) : value.toString();

/** Without exponent, as HCL spells numbers. */
export const textOfNumber = (value: number): string =>
  Number.isInteger(value) && Math.abs(value) >= 1e21 ? BigInt(value).toString() : value.toString();

export function toText(value: Json): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return numberOrBoolean(value);
  throw new HclError(`needs text, not ${kindOf(value)}`);
}

/** Text as it will be at run time: for functions whose result can't be resolved any more, such as hashes. */
export const plain = (value: Json): string => asItIs(toText(value));

export function toNumber(value: Json): number {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number === 'number' && !Number.isNaN(number)) return number;
  throw new HclError(`needs a number, not ${kindOf(value)}`);
}

export function toWhole(value: Json): number {
  const number = toNumber(value);
  if (Number.isInteger(number)) return number;
  throw new HclError(`needs a whole number, not ${kindOf(value)}`);
}

/** How many of something. */
export function toCount(value: Json): number {
  const number = toWhole(value);
  if (number >= 0) return number;
  throw new HclError(`needs a whole number of at least 0, not ${kindOf(value)}`);
}

export function toBoolean(value: Json): boolean {
  if (value === true || value === 'true') return true;
  if (value === false || value === 'false') return false;
  throw new HclError(`needs true or false, not ${kindOf(value)}`);
}

export function toList(value: Json): readonly Json[] {
  if (Array.isArray(value)) return value as readonly Json[];
  throw new HclError(`needs a list, not ${kindOf(value)}`);
}

export function toObject(value: Json): JsonObject {
  if (isJsonObject(value)) return value;
  throw new HclError(`needs an object, not ${kindOf(value)}`);
}

/** Keys and values of what `for` and `dynamic` run over: a list by index, an object by sorted key. */
export function entriesOf(value: Json): readonly (readonly [Json, Json])[] {
  if (Array.isArray(value)) return (value as readonly Json[]).map((item, index) => [index, item] as const);
  if (isJsonObject(value)) return sortedKeys(value).map((key) => [key, value[key] ?? null] as const);
  throw new HclError(`can only run over a list or an object, not ${kindOf(value)}`);
}

export const sortedKeys = (value: JsonObject): readonly string[] => Object.keys(value).sort(byCodePoint);

/** The order of Go's strings: by code point, not by UTF-16 unit. */
export function byCodePoint(a: string, b: string): number {
  if (a === b) return 0;
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** Equality as HCL has it: values of different types differ, even `1` and `"1"`. */
export function equal(a: Json, b: Json): boolean {
  if (Array.isArray(a) && Array.isArray(b)) {
    const [left, right] = [a as readonly Json[], b as readonly Json[]];
    return left.length === right.length && left.every((item, index) => equal(item, right[index] ?? null));
  }
  if (isJsonObject(a) && isJsonObject(b)) {
    const keys = Object.keys(a);
    return (
      keys.length === Object.keys(b).length &&
      keys.every((key) => Object.hasOwn(b, key) && equal(a[key] ?? null, b[key] ?? null))
    );
  }
  return a === b;
}
