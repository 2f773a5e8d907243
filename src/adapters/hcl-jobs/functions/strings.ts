import type { Value } from '../values/value.js';
import { byCodePoint, plain, toCount, toList, toText, toWhole } from '../evaluation/convert.js';
import { HclError } from '../syntax/hcl-error.js';
import { replaceAll } from './re2/replace.js';
import { regexOf } from './re2/translate.js';
import { atLeast, exactly, type FunctionTable, type HclFunction } from './function-table.js';

const ofText = (change: (text: string) => Value): HclFunction => exactly(1, (text) => change(toText(text)));

const ofTwoTexts = (change: (text: string, other: string) => Value): HclFunction =>
  exactly(2, (text, other) => change(toText(text), toText(other)));

const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** What a person takes for one character, an accent with its letter among them. */
export const characters = (text: string): readonly string[] =>
  [...segmenter.segment(text)].map(({ segment }) => segment);

const texts = (value: Value): readonly string[] => toList(value).map(toText);

const reverseText = ofText((text) => [...characters(text)].reverse().join(''));

export const stringFunctions: FunctionTable = {
  upper: ofText((text) => text.toUpperCase()),
  lower: ofText((text) => text.toLowerCase()),
  title: ofText((text) => text.replace(/(?<![\p{L}\p{N}_])\p{Ll}/gu, (letter) => letter.toUpperCase())),
  strlen: ofText((text) => characters(text).length),
  reverse: exactly(1, (value) =>
    Array.isArray(value) ? [...(value as readonly Value[])].reverse() : reverseText.run(value),
  ),
  strrev: reverseText,
  trimspace: ofText((text) => text.trim()),
  chomp: ofText((text) => text.replace(/(?:\r?\n)+$/, '')),
  trim: ofTwoTexts((text, cutset) => trimmed(text, characters(cutset))),
  trimprefix: ofTwoTexts((text, prefix) => (text.startsWith(prefix) ? text.slice(prefix.length) : text)),
  trimsuffix: ofTwoTexts((text, suffix) =>
    suffix !== '' && text.endsWith(suffix) ? text.slice(0, -suffix.length) : text,
  ),
  startswith: ofTwoTexts((text, prefix) => text.startsWith(prefix)),
  endswith: ofTwoTexts((text, suffix) => text.endsWith(suffix)),
  strcontains: ofTwoTexts((text, part) => text.includes(part)),
  split: ofTwoTexts((separator, text) => (text === '' ? [''] : text.split(separator))),
  join: atLeast(1, (separator, ...lists) => lists.flatMap(texts).join(toText(separator ?? ''))),
  sort: exactly(1, (list) => [...texts(list)].sort(byCodePoint)),
  substr: exactly(3, (text, offset, length) => part(toText(text), toWhole(offset), toWhole(length))),
  indent: exactly(2, (spaces, text) => toText(text).replaceAll('\n', `\n${' '.repeat(toCount(spaces))}`)),
  replace: exactly(3, (text, part, other) => toText(text).replaceAll(toText(part), () => toText(other))),
  regex_replace: exactly(3, (text, pattern, other) =>
    replaceAll(toText(text), regexOf(toText(pattern), 'g'), plain(other)),
  ),
  regex: exactly(2, (pattern, text) => firstMatch(regexOf(toText(pattern)), toText(text))),
};

function trimmed(text: string, cutset: readonly string[]): string {
  const letters = characters(text);
  const start = letters.findIndex((letter) => !cutset.includes(letter));
  const end = letters.findLastIndex((letter) => !cutset.includes(letter));
  return start === -1 ? '' : letters.slice(start, end + 1).join('');
}

/** A negative offset counts from the end; length -1 goes to the end. */
function part(text: string, offset: number, length: number): string {
  const all = characters(text);
  const start = offset < 0 ? Math.max(0, all.length + offset) : offset;
  return all.slice(start, length < 0 ? undefined : start + length).join('');
}

function firstMatch(pattern: RegExp, text: string): Value {
  const found = pattern.exec(text);
  if (found === null) throw new HclError(`finds nothing that matches in "${text}"`);
  if (found.groups !== undefined) return { ...found.groups };
  return found.length > 1 ? found.slice(1) : found[0];
}
