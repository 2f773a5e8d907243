import { parseOperand } from './parse-operand.js';
import type { Scanner } from './scanner.js';
import type { BinaryOperator, Expression } from './syntax-tree.js';

/** The looser an operator binds, the earlier it stands. */
const precedence: readonly (readonly BinaryOperator[])[] = [
  ['||'],
  ['&&'],
  ['==', '!='],
  ['<', '<=', '>', '>='],
  ['+', '-'],
  ['*', '/', '%'],
];

export const parseExpression = (scanner: Scanner): Expression =>
  scanner.nested(() => parseConditional(scanner));

function parseConditional(scanner: Scanner): Expression {
  const condition = parseBinary(scanner, 0);
  if (!scanner.take('?')) return condition;
  const then = parseExpression(scanner);
  scanner.expect(':');
  const otherwise = parseExpression(scanner);
  return { kind: 'conditional', condition, then, otherwise, range: span(condition, otherwise) };
}

function parseBinary(scanner: Scanner, level: number): Expression {
  const operators = precedence[level];
  if (operators === undefined) return parseUnary(scanner);
  let left = parseBinary(scanner, level + 1);
  for (;;) {
    const operator = operators.find((candidate) => scanner.sees(candidate));
    if (operator === undefined) return left;
    scanner.next();
    const right = parseBinary(scanner, level + 1);
    left = { kind: 'binary', operator, left, right, range: span(left, right) };
  }
}

function parseUnary(scanner: Scanner): Expression {
  if (!scanner.sees('-', '!')) return parseOperand(scanner, parseExpression);
  const { text, start } = scanner.next();
  const operand = scanner.nested(() => parseUnary(scanner));
  return {
    kind: 'unary',
    operator: text === '-' ? '-' : '!',
    operand,
    range: { start, end: operand.range.end },
  };
}

const span = (from: Expression, to: Expression): Expression['range'] => ({
  start: from.range.start,
  end: to.range.end,
});
