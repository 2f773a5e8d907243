import { decimalText } from '../../../domain/shared/decimal-text.js';

/**
 * A number of HCL, which is decimal and may have any number of digits: a whole one that is too large for JavaScript's
 * numbers to tell it from its neighbours is a bigint.
 */
export type NumberValue = number | bigint;

export const isNumber = (value: unknown): value is NumberValue =>
  typeof value === 'number' || typeof value === 'bigint';

/** `digits * 10 ** exponent`; the digits don't end with zeros, so that equal numbers are the same in both parts. */
export interface Decimal {
  readonly digits: bigint;
  readonly exponent: number;
}

const notation = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;

/** Undefined for text that spells no number. */
export function parseDecimal(text: string): Decimal | undefined {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = notation.exec(text) ?? [];
  if (whole + fraction === '') return undefined;
  const digits = BigInt(whole + fraction);
  return decimal(sign === '-' ? -digits : digits, Number(exponent) - fraction.length);
}

export const decimalOf = (value: NumberValue): Decimal =>
  typeof value === 'bigint' ? decimal(value, 0) : (parseDecimal(value.toString()) ?? decimal(0n, 0));

export function decimal(digits: bigint, exponent: number): Decimal {
  if (digits === 0n) return { digits, exponent: 0 };
  const zeros = /0*$/.exec(digits.toString())?.[0].length ?? 0;
  return { digits: digits / 10n ** BigInt(zeros), exponent: exponent + zeros };
}

/** Far more digits than anything has that is counted. */
const maxDigits = 500;

/** The number with each of its digits; undefined when there are more than are kept. */
export function exactNumber({ digits, exponent }: Decimal): NumberValue | undefined {
  if (exponent > maxDigits) return undefined;
  if (exponent >= 0) return fitting(digits * 10n ** BigInt(exponent));
  const nearest = nearestNumber({ digits, exponent });
  const kept = decimalOf(nearest);
  return kept.digits === digits && kept.exponent === exponent ? nearest : undefined;
}

/** The number of JavaScript that is nearest, or infinity. */
export const nearestNumber = ({ digits, exponent }: Decimal): number =>
  Number(`${digits.toString()}e${exponent.toString()}`);

export const fitting = (whole: bigint): NumberValue =>
  Number.isSafeInteger(Number(whole)) ? Number(whole) : whole;

/** Without exponent, as HCL spells numbers. */
export const textOfNumber = (value: NumberValue): string =>
  typeof value === 'bigint' ? value.toString() : decimalText(value);
