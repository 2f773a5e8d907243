import type { Json } from '../../../domain/shared/json.js';
import { toNumber, toText, toWhole } from '../evaluation/convert.js';
import { HclError } from '../syntax/hcl-error.js';
import { atLeast, exactly, type FunctionTable, type HclFunction } from './function-table.js';

const ofNumber = (change: (number: number) => number): HclFunction =>
  exactly(1, (number) => change(toNumber(number)));

const ofNumbers = (fold: (...numbers: number[]) => number): HclFunction =>
  atLeast(1, (...numbers) => fold(...numbers.map(toNumber)));

export const numberFunctions: FunctionTable = {
  abs: ofNumber(Math.abs),
  ceil: ofNumber(Math.ceil),
  floor: ofNumber(Math.floor),
  int: ofNumber(Math.trunc),
  signum: ofNumber(Math.sign),
  max: ofNumbers(Math.max),
  min: ofNumbers(Math.min),
  pow: exactly(2, (base, exponent) => toNumber(base) ** toNumber(exponent)),
  log: exactly(2, (number, base) => Math.log(toNumber(number)) / Math.log(toNumber(base))),
  parseint: exactly(2, parseInteger),
};

function parseInteger(value: Json, base: Json): number {
  const text = toText(value).toLowerCase();
  const radix = toWhole(base);
  if (radix < 2 || radix > 36) throw new HclError('takes a base from 2 to 36 only');
  const parsed = Number.parseInt(text, radix);
  // parseInt stops at the first character that is no digit; here all of them have to be.
  if (/^-?[0-9a-z]+$/.test(text) && parsed.toString(radix) === text.replace(/^(-?)0+(?=.)/, '$1'))
    return parsed;
  throw new HclError(`can't read "${text}" as a number of base ${radix.toString()}`);
}
