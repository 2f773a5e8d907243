import type { Value } from '../values/value.js';
import { toFloat, toNumber, toText, toWhole } from '../evaluation/convert.js';
import { fromFloat } from '../values/arithmetic.js';
import { fitting, type NumberValue } from '../values/number-value.js';
import { HclError } from '../syntax/hcl-error.js';
import { atLeast, exactly, type FunctionTable, type HclFunction } from './function-table.js';

const ofNumber = (change: (number: NumberValue) => NumberValue): HclFunction =>
  exactly(1, (number) => change(toNumber(number)));

/** Of numbers with a fraction; others stay as they are. */
const ofFraction = (change: (number: number) => number): HclFunction =>
  ofNumber((number) => (typeof number === 'bigint' ? number : change(number)));

const chosen = (isBetter: (number: NumberValue, than: NumberValue) => boolean): HclFunction =>
  atLeast(1, (...numbers) =>
    numbers.map(toNumber).reduce((best, number) => (isBetter(number, best) ? number : best)),
  );

const signOf = (number: NumberValue): number => Number(number > 0) - Number(number < 0);

export const numberFunctions: FunctionTable = {
  abs: ofNumber((number) => (number < 0 ? -number : number)),
  ceil: ofFraction(Math.ceil),
  floor: ofFraction(Math.floor),
  int: ofFraction(Math.trunc),
  signum: ofNumber(signOf),
  max: chosen((number, than) => number > than),
  min: chosen((number, than) => number < than),
  pow: exactly(2, (base, exponent) => fromFloat(toFloat(base) ** toFloat(exponent))),
  log: exactly(2, (number, base) => fromFloat(Math.log(toFloat(number)) / Math.log(toFloat(base)))),
  parseint: exactly(2, parseInteger),
};

function parseInteger(value: Value, base: Value): NumberValue {
  const text = toText(value).toLowerCase();
  const radix = toWhole(base);
  if (radix < 2 || radix > 36) throw new HclError('takes a base from 2 to 36 only');
  const [, sign = '', digits = ''] = /^([+-]?)([0-9a-z]+)$/.exec(text) ?? [];
  const values = Array.from(digits, (digit) => Number.parseInt(digit, radix));
  if (values.length === 0 || values.some(Number.isNaN))
    throw new HclError(`can't read "${text}" as a number of base ${radix.toString()}`);
  const number = values.reduce((sum, digit) => sum * BigInt(radix) + BigInt(digit), 0n);
  return fitting(sign === '-' ? -number : number);
}
