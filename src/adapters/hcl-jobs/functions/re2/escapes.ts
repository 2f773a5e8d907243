import { lookup } from '../../../../domain/shared/record.js';
import { perl, property } from './classes.js';
import type { PatternText } from './pattern-text.js';

/** A character as itself, inside of a class and outside. */
export const literal = (character: string): string =>
  /[\0-\x7f]/.test(character) && /[^0-9A-Za-z_]/.test(character)
    ? `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`
    : character;

/** What a backslash, which is taken already, begins if that is a class; undefined otherwise. */
export function classEscape(text: PatternText): string | undefined {
  const [, letter = ''] = text.take(/([dDsSwW])/y) ?? [];
  if (letter !== '') return lookup(perl, letter);
  const found = text.take(/([pP])(?:\{(\^?\w+)\}|(\w))/y);
  return found === undefined ? undefined : property(found[1] === 'P', found[2] ?? found[3] ?? '');
}

const control: Readonly<Record<string, string>> = {
  a: '\x07',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/** The one character that a backslash, which is taken already, begins. */
export function characterEscape(text: PatternText): string {
  const hex = text.take(/x(?:\{([0-9a-fA-F]{1,6})\}|([0-9a-fA-F]{2}))/y);
  if (hex !== undefined) return character(Number.parseInt(hex[1] ?? hex[2] ?? '', 16), text);
  const [octal] = text.take(/0[0-7]{0,2}|[1-7][0-7]{1,2}/y) ?? [];
  if (octal !== undefined) return character(Number.parseInt(octal, 8), text);
  const letter = text.next();
  if (/[1-9]/.test(letter)) text.fail('refers back to a group, which RE2 has not');
  if (/[^\w]|_/.test(letter) && letter <= '\x7f') return letter;
  return lookup(control, letter) ?? text.fail(`has an escape \\${letter}, which RE2 has not`);
}

const character = (code: number, text: PatternText): string =>
  code <= 0x10ffff ? String.fromCodePoint(code) : text.fail('names a character that is none');
