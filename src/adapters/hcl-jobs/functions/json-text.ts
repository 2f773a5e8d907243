import { sortedKeys } from '../evaluation/convert.js';
import { isNumber, textOfNumber } from '../values/number-value.js';
import { isObject, type Value } from '../values/value.js';

/** A value as JSON, keys in order. */
export function jsonText(value: Value): string {
  if (Array.isArray(value)) return `[${(value as readonly Value[]).map(jsonText).join(',')}]`;
  if (isNumber(value)) return textOfNumber(value);
  if (!isObject(value)) return JSON.stringify(value);
  const members = sortedKeys(value).map((key) => `${JSON.stringify(key)}:${jsonText(value[key] ?? null)}`);
  return `{${members.join(',')}}`;
}
