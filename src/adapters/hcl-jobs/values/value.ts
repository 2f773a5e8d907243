import type { Json } from '../../../domain/shared/json.js';
import type { NumberValue } from './number-value.js';

/** What an expression gives: data as of JSON, but with numbers that lose no digit. */
export type Value = string | NumberValue | boolean | null | readonly Value[] | ObjectValue;

export interface ObjectValue {
  readonly [key: string]: Value | undefined;
}

export function isObject(value: Value | undefined): value is ObjectValue {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value for whoever reads the job: a number that JSON would not keep is its text, which is taken as well. */
export function plainData(value: Value): Json {
  if (typeof value === 'bigint') return spelledAlike(value) ? Number(value) : value.toString();
  if (Array.isArray(value)) return (value as readonly Value[]).map(plainData);
  if (!isObject(value)) return value as Exclude<typeof value, readonly Value[]>;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plainData(item ?? null)]));
}

const spelledAlike = (value: bigint): boolean => Number(value).toString() === value.toString();
