import { err, ok, type Result } from '../../shared/result.js';
import { decodeBase64, encodeBase64 } from './base64.js';
import { toJson } from './to-json.js';
import type { Value } from './syntax.js';
import { isTrue, kindOf, textsIn } from './values.js';

/** A function of Go's or Consul's templates that depends on nothing but its arguments. */
export interface TemplateFunction {
  /** How many arguments. */
  readonly takes: Count;
  /** The value, or what is wrong with the arguments, as a clause that begins with `with`. */
  readonly apply: (values: readonly Value[]) => Result<Value, string>;
}

/** At least and at most. */
export type Count = readonly [number, number];

export const functions: Readonly<Record<string, TemplateFunction>> = {
  not: { takes: [1, 1], apply: ([value = '']) => ok(!isTrue(value)) },
  eq: { takes: [2, Infinity], apply: (values) => isAmong(values) },
  ne: {
    takes: [2, 2],
    apply: (values) => {
      const same = isAmong(values);
      return same.ok ? ok(!same.value) : same;
    },
  },
  toUpper: ofTexts(1, ([text]) => ok(eachCharacter(text, (one) => one.toUpperCase()))),
  toLower: ofTexts(1, ([text]) => ok(eachCharacter(text, (one) => one.toLowerCase()))),
  trimSpace: ofTexts(1, ([text]) => ok(text.trim())),
  replaceAll: ofTexts(3, ([from, to, text]) => ok(text.replaceAll(from, () => to))),
  split: ofTexts(2, ([separator, text]) => ok(split(separator, text.trim()))),
  join: { takes: [2, 2], apply: join },
  toJSON: { takes: [1, 1], apply: ([value = '']) => ok(toJson(value)) },
  base64Encode: ofTexts(1, ([text]) => ok(encodeBase64(text))),
  base64Decode: ofTexts(1, ([text]) => decodeBase64(text)),
};

type Texts = readonly [string, string, string];

function ofTexts(count: number, apply: (texts: Texts) => Result<Value, string>): TemplateFunction {
  return {
    takes: [count, count],
    apply: (values) => {
      const texts = textsIn(values);
      if (!texts.ok) return texts;
      const [first = '', second = '', third = ''] = texts.value;
      return apply([first, second, third]);
    },
  };
}

/** Whether the first is one of the others. */
function isAmong([first = '', ...others]: readonly Value[]): Result<boolean, string> {
  const unlike = others.find((other) => kindOf(other) !== kindOf(first));
  if (unlike !== undefined)
    return err(`with ${kindOf(first)} and ${kindOf(unlike)}, which are never the same`);
  return kindOf(first) === 'a list'
    ? err('with lists, which it does not compare')
    : ok(others.includes(first));
}

function join([separator = '', list = '']: readonly Value[]): Result<string, string> {
  const texts = textsIn([separator]);
  if (!texts.ok) return texts;
  return typeof list === 'object'
    ? ok(list.join(texts.value[0]))
    : err(`with ${kindOf(list)}, where it takes a list`);
}

/** Go splits an empty text into nothing, and one without a separator into its characters. */
function split(separator: string, text: string): readonly string[] {
  if (text === '') return [];
  return separator === '' ? Array.from(text) : text.split(separator);
}

/** Go changes characters one for one; some have no counterpart of one character, and stay. */
const eachCharacter = (text: string, change: (character: string) => string): string =>
  Array.from(text, (one) => {
    const changed = change(one);
    return Array.from(changed).length === 1 ? changed : one;
  }).join('');
