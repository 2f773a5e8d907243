import type { Json } from '../../../domain/shared/json.js';
import { HclError } from '../syntax/hcl-error.js';
import type { BinaryOperator } from '../syntax/syntax-tree.js';
import { equal, toBoolean, toNumber } from './convert.js';

/** Both sides are evaluated first: unlike in most languages, `&&` and `||` of HCL don't stop at the left side. */
export const binary: Readonly<Record<BinaryOperator, (left: Json, right: Json) => Json>> = {
  '||': (left, right) => [toBoolean(left), toBoolean(right)].includes(true),
  '&&': (left, right) => ![toBoolean(left), toBoolean(right)].includes(false),
  '==': equal,
  '!=': (left, right) => !equal(left, right),
  '<': (left, right) => toNumber(left) < toNumber(right),
  '<=': (left, right) => toNumber(left) <= toNumber(right),
  '>': (left, right) => toNumber(left) > toNumber(right),
  '>=': (left, right) => toNumber(left) >= toNumber(right),
  '+': (left, right) => decimal(toNumber(left) + toNumber(right)),
  '-': (left, right) => decimal(toNumber(left) - toNumber(right)),
  '*': (left, right) => decimal(toNumber(left) * toNumber(right)),
  '/': (left, right) => toNumber(left) / divisor(right),
  '%': (left, right) => toNumber(left) % divisor(right),
};

/** Numbers of HCL are decimal: 0.1 + 0.2 is 0.3. */
const decimal = (number: number): number =>
  Number.isInteger(number) ? number : Number(number.toPrecision(15));

function divisor(value: Json): number {
  const number = toNumber(value);
  if (number === 0) throw new HclError('divides by zero');
  return number;
}

export const unary: Readonly<Record<'-' | '!', (operand: Json) => Json>> = {
  '-': (operand) => -toNumber(operand),
  '!': (operand) => !toBoolean(operand),
};
