import type { Value } from '../values/value.js';
import type { BinaryOperator } from '../syntax/syntax-tree.js';
import { add, divide, multiply, remainder, subtract } from '../values/arithmetic.js';
import { equal, toBoolean, toNumber } from './convert.js';

/** Both sides are evaluated first: unlike in most languages, `&&` and `||` of HCL don't stop at the left side. */
export const binary: Readonly<Record<BinaryOperator, (left: Value, right: Value) => Value>> = {
  '||': (left, right) => [toBoolean(left), toBoolean(right)].includes(true),
  '&&': (left, right) => ![toBoolean(left), toBoolean(right)].includes(false),
  '==': equal,
  '!=': (left, right) => !equal(left, right),
  '<': (left, right) => toNumber(left) < toNumber(right),
  '<=': (left, right) => toNumber(left) <= toNumber(right),
  '>': (left, right) => toNumber(left) > toNumber(right),
  '>=': (left, right) => toNumber(left) >= toNumber(right),
  '+': (left, right) => add(toNumber(left), toNumber(right)),
  '-': (left, right) => subtract(toNumber(left), toNumber(right)),
  '*': (left, right) => multiply(toNumber(left), toNumber(right)),
  '/': (left, right) => divide(toNumber(left), toNumber(right)),
  '%': (left, right) => remainder(toNumber(left), toNumber(right)),
};

export const unary: Readonly<Record<'-' | '!', (operand: Value) => Value>> = {
  '-': (operand) => -toNumber(operand),
  '!': (operand) => !toBoolean(operand),
};
