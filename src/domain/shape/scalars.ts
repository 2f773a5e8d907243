import { decimalText } from '../shared/decimal-text.js';
import { parseDuration } from '../shared/duration.js';
import type { Json } from '../shared/json.js';
import { mistyped, type Place, type Shape } from './shape.js';

/** Text. Numbers and booleans are taken as their text, as HCL does. */
export const string = (expects = 'a string'): Shape<string> => ({
  expects,
  read: (value, at) => {
    if (typeof value === 'string') return value;
    if (typeof value === 'boolean') return value.toString();
    if (typeof value === 'number') return decimalText(value);
    return mistyped(at, expects, value);
  },
});

/** Text with something in it. */
export const filled = (expects: string): Shape<string> => ({
  expects,
  read: (value, at) => {
    const text = string(expects).read(value, at);
    if (text?.trim() !== '') return text;
    at.report({ path: at.path, message: `must be ${expects}, not empty` });
    return undefined;
  },
});

interface Bounds {
  readonly min?: number;
  readonly max?: number;
  readonly whole?: boolean;
}

/** A number, within bounds if given. Text that spells one is taken, as HCL does. */
export function number(bounds: Bounds = {}): Shape<number> {
  const expects = numberWords(bounds);
  return {
    expects,
    read: (value, at) => {
      if (isUnresolved(value, at)) return undefined;
      const spelt = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
      return typeof spelt === 'number' && within(spelt, bounds) ? spelt : mistyped(at, expects, value);
    },
  };
}

const within = (value: number, { min = -Infinity, max = Infinity, whole = false }: Bounds): boolean =>
  Number.isFinite(value) && value >= min && value <= max && (!whole || Number.isInteger(value));

export const integer = (bounds: { readonly min?: number; readonly max?: number } = {}): Shape<number> =>
  number({ ...bounds, whole: true });

function numberWords({ min, max, whole = false }: Bounds): string {
  const noun = whole ? 'a whole number' : 'a number';
  if (min !== undefined && max !== undefined) return `${noun} from ${min.toString()} to ${max.toString()}`;
  if (min !== undefined) return `${noun} of at least ${min.toString()}`;
  if (max !== undefined) return `${noun} of at most ${max.toString()}`;
  return noun;
}

export const boolean = (): Shape<boolean> => ({
  expects: 'true or false',
  read: (value, at) => {
    if (isUnresolved(value, at)) return undefined;
    if (value === true || value === 'true') return true;
    if (value === false || value === 'false') return false;
    return mistyped(at, 'true or false', value);
  },
});

/** Milliseconds. Written as `30s` or `1h30m`; a bare number is nanoseconds, as in Nomad's JSON jobs. */
export const duration = (): Shape<number> => ({
  expects: 'a duration such as "30s"',
  read: (value, at) => {
    if (isUnresolved(value, at)) return undefined;
    if (typeof value === 'number') return value / 1e6;
    const parsed = typeof value === 'string' ? parseDuration(value) : undefined;
    return parsed ?? mistyped(at, 'a duration such as "30s"', value);
  },
});

/** One of a closed set of words. */
export function oneOf<const Word extends string>(...words: readonly Word[]): Shape<Word> {
  const expects = `one of ${words.map((word) => `"${word}"`).join(', ')}`;
  return {
    expects,
    read: (value, at) => {
      if (isUnresolved(value, at)) return undefined;
      return words.find((word) => word === value) ?? mistyped(at, expects, value);
    },
  };
}

/** Whether a value can't be judged yet, since a reference in it is resolved only when the task starts. */
export const isUnresolved = (value: Json, at: Place): boolean =>
  at.unresolved === 'accept' && typeof value === 'string' && value.includes('${');
