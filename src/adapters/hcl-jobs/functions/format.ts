import type { Value } from '../values/value.js';
import { toBoolean, toFloat, toInteger, toNumber, toText } from '../evaluation/convert.js';
import { decimalOf, isNumber, type NumberValue, textOfNumber } from '../values/number-value.js';
import { HclError } from '../syntax/hcl-error.js';
import { atLeast, type FunctionTable } from './function-table.js';
import { jsonText } from './json-text.js';

export const formatFunctions: FunctionTable = {
  format: atLeast(1, (format, ...args) => formatted(toText(format ?? ''), args)),
  formatlist: atLeast(1, (format, ...args) => formattedList(toText(format ?? ''), args)),
};

/** One text for each item of the lists among the arguments, which have to be of one length. */
function formattedList(format: string, args: readonly Value[]): Value {
  const lengths = args.filter((arg) => Array.isArray(arg)).map((arg) => arg.length);
  if (new Set(lengths).size > 1) throw new HclError('has lists of different lengths');
  return Array.from({ length: lengths[0] ?? 1 }, (_, index) =>
    formatted(
      format,
      args.map((arg) => (Array.isArray(arg) ? ((arg as readonly Value[])[index] ?? null) : arg)),
    ),
  );
}

interface Verb {
  readonly flags: string;
  readonly width: number;
  readonly precision: number | undefined;
  /** Number of the argument, from 1; undefined: the one after the last. */
  readonly position: number | undefined;
  readonly letter: string;
}

/** printf in Go's dialect: `%s %d %v %q %t %f %e %g %x %o %b %%`, with flags, width, precision and `%[n]s`. */
function formatted(format: string, args: readonly Value[]): string {
  let next = 0;
  let used = 0;
  const text = format.replace(/%[-+ #0]*\d*(?:\.\d+)?(?:\[\d+\])?[a-zA-Z%]/g, (spelt) => {
    const verb = verbOf(spelt);
    if (verb.letter === '%') return '%';
    if (verb.position !== undefined) next = verb.position - 1;
    const arg = args[next++];
    used = Math.max(used, next);
    if (arg === undefined) throw new HclError(`has no argument for ${spelt}`);
    return padded(convert(verb, arg), verb);
  });
  if (used === args.length) return text;
  throw new HclError(`has ${args.length.toString()} arguments, but its verbs use ${used.toString()}`);
}

function verbOf(spelt: string): Verb {
  const [, flags = '', width, precision, position, letter = ''] =
    /^%([-+ #0]*)(\d+)?(?:\.(\d+))?(?:\[(\d+)\])?(.)$/.exec(spelt) ?? [];
  const number = (digits: string | undefined): number | undefined =>
    digits === undefined ? undefined : Number(digits);
  return {
    flags,
    width: number(width) ?? 0,
    precision: number(precision),
    position: number(position),
    letter,
  };
}

function convert({ letter, precision, flags }: Verb, arg: Value): string {
  switch (letter) {
    case 'v':
      if (typeof arg === 'object' || flags.includes('#')) return jsonText(arg);
      return isNumber(arg) ? general(arg, precision) : toText(arg);
    case 's':
      return toText(arg).slice(0, precision);
    case 'q':
      return JSON.stringify(toText(arg));
    case 't':
      return toBoolean(arg).toString();
    default:
      return signed(convertNumber(letter, arg, precision), flags);
  }
}

function convertNumber(letter: string, arg: Value, precision: number | undefined): string {
  const radix = { d: 10, x: 16, X: 16, o: 8, b: 2 }[letter];
  if (radix !== undefined) {
    const digits = toInteger(arg).toString(radix);
    return letter === 'X' ? digits.toUpperCase() : digits;
  }
  switch (letter) {
    case 'f':
    case 'F':
      return fixed(toNumber(arg), precision ?? 6);
    case 'e':
    case 'E':
      return twoDigits(toFloat(arg).toExponential(precision ?? 6));
    case 'g':
    case 'G':
      return general(toNumber(arg), precision);
    default:
      throw new HclError(`has %${letter}, which is no verb`);
  }
}

function fixed(number: NumberValue, precision: number): string {
  if (typeof number === 'number') return number.toFixed(precision);
  return precision === 0 ? number.toString() : `${number.toString()}.${'0'.repeat(precision)}`;
}

/** Go's choice between the two notations. */
function general(number: NumberValue, precision: number | undefined): string {
  const shown = precision === undefined ? number : Number(Number(number).toPrecision(precision || 1));
  const { digits, exponent } = decimalOf(shown);
  const [first = '', ...rest] = digits.toString().replace('-', '');
  const power = rest.length + exponent;
  if (power >= -4 && power < (precision ?? 6)) return textOfNumber(shown);
  const mantissa = rest.length === 0 ? first : `${first}.${rest.join('')}`;
  return twoDigits(`${digits < 0n ? '-' : ''}${mantissa}e${power < 0 ? '' : '+'}${power.toString()}`);
}

/** Exponents have at least two digits in Go. */
const twoDigits = (text: string): string => text.replace(/e([+-])(\d)$/, 'e$10$2');

const signed = (text: string, flags: string): string =>
  flags.includes('+') && !text.startsWith('-') ? `+${text}` : text;

function padded(text: string, { flags, width, letter }: Verb): string {
  if (flags.includes('-')) return text.padEnd(width);
  if (!flags.includes('0') || 'svqt'.includes(letter)) return text.padStart(width);
  const sign = /^[+-]?/.exec(text)?.[0] ?? '';
  return sign + text.slice(sign.length).padStart(width - sign.length, '0');
}
