import { HclError } from '../syntax/hcl-error.js';
import {
  decimal,
  type Decimal,
  decimalOf,
  exactNumber,
  nearestNumber,
  type NumberValue,
} from './number-value.js';

type Operation = (left: NumberValue, right: NumberValue) => NumberValue;

/** Numbers of HCL are decimal: 0.1 + 0.2 is 0.3. */
export const add: Operation = (left, right) => {
  const [a, b, exponent] = aligned(left, right);
  return rounded(decimal(a + b, exponent));
};

export const subtract: Operation = (left, right) => {
  const [a, b, exponent] = aligned(left, right);
  return rounded(decimal(a - b, exponent));
};

export const multiply: Operation = (left, right) => {
  const [a, b] = [decimalOf(left), decimalOf(right)];
  return rounded(decimal(a.digits * b.digits, a.exponent + b.exponent));
};

export const divide: Operation = (left, right) => {
  const [a, b] = aligned(left, right);
  // Many more digits than are kept.
  const digits = 40 + divisor(b).toString().length;
  return rounded(decimal((a * 10n ** BigInt(digits)) / b, -digits));
};

/** Has the sign of the left side. */
export const remainder: Operation = (left, right) => {
  const [a, b, exponent] = aligned(left, right);
  return rounded(decimal(a % divisor(b), exponent));
};

function divisor(digits: bigint): bigint {
  if (digits === 0n) throw new HclError('divides by zero');
  return digits;
}

/** The digits of both for one exponent, and that. */
function aligned(left: NumberValue, right: NumberValue): readonly [bigint, bigint, number] {
  const [a, b] = [decimalOf(left), decimalOf(right)];
  const exponent = Math.min(a.exponent, b.exponent);
  const digitsFor = (one: Decimal): bigint => one.digits * 10n ** BigInt(one.exponent - exponent);
  return [digitsFor(a), digitsFor(b), exponent];
}

/** A fraction may lose digits at its end; a whole number must not. */
function rounded(result: Decimal): NumberValue {
  const exact = exactNumber(result);
  if (exact !== undefined) return exact;
  const nearest = nearestNumber(result);
  if (Math.abs(nearest) <= Number.MAX_SAFE_INTEGER) return nearest;
  throw new HclError('has a result with more digits than are kept');
}

/** What was calculated in JavaScript's numbers. */
export function fromFloat(number: number): NumberValue {
  if (Number.isFinite(number)) return rounded(decimalOf(number));
  throw new HclError('has a result that is no number');
}
