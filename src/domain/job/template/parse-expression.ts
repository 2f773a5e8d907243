import { callFault, unsupported } from './calls.js';
import type { TemplateFault } from './fault.js';
import type { Action, Expression, Mark, Token } from './syntax.js';

/** What is known where an expression stands. */
export interface Surroundings {
  /** Whether `.` is worth something: inside of `with` and `range`. */
  readonly dotted: boolean;
  readonly report: (fault: TemplateFault) => void;
}

/** What an action consists of, as one expression. What is wrong is reported, and worth nothing in particular. */
export function parseExpression({ tokens, at }: Action, surroundings: Surroundings): Expression {
  const cursor: Cursor = { ...surroundings, tokens, at, next: 0 };
  const value = pipeline(cursor);
  const stray = tokens[cursor.next];
  return stray === undefined ? value : wrong(cursor, 'has a ")" without its "("', stray.at);
}

interface Cursor extends Surroundings {
  readonly tokens: readonly Token[];
  /** Of the action. */
  readonly at: number;
  next: number;
}

/** `a | b c` is `b c a`. */
function pipeline(cursor: Cursor): Expression {
  let value = command(cursor, []);
  while (take(cursor, '|')) value = command(cursor, [value]);
  return value;
}

function command(cursor: Cursor, piped: readonly Expression[]): Expression {
  const first = takeOperand(cursor);
  if (first === undefined) return wrong(cursor, 'lacks a value in an action', cursor.at);
  if (first.kind === 'word' && !isTruth(first)) return call(cursor, first, [...operands(cursor), ...piped]);
  const value = operand(cursor, first);
  const extra = [...operands(cursor), ...piped];
  return extra.length === 0 ? value : wrong(cursor, 'gives arguments to what is no function', first.at);
}

function operands(cursor: Cursor): readonly Expression[] {
  const found: Expression[] = [];
  for (let token = takeOperand(cursor); token !== undefined; token = takeOperand(cursor))
    found.push(operand(cursor, token));
  return found;
}

function operand(cursor: Cursor, token: Token): Expression {
  switch (token.kind) {
    case 'literal':
      return token;
    case 'word':
      return isTruth(token) ? { kind: 'literal', value: token.text === 'true' } : call(cursor, token, []);
    case 'mark':
      return token.text === '.' ? dot(cursor, token) : enclosed(cursor, token);
    case 'other':
      cursor.report(unsupported(token.text, token.at));
      return nothing;
  }
}

function enclosed(cursor: Cursor, { at }: Token): Expression {
  const value = pipeline(cursor);
  return take(cursor, ')') ? value : wrong(cursor, 'has a "(" without its ")"', at);
}

const dot = (cursor: Cursor, { at }: Token): Expression =>
  cursor.dotted ? { kind: 'dot' } : wrong(cursor, 'uses "." outside of with and range', at);

function call(cursor: Cursor, { text, at }: Word, given: readonly Expression[]): Expression {
  const fault = callFault(text, given.length, at);
  if (fault !== undefined) cursor.report(fault);
  return { kind: 'call', name: text, arguments: given, at };
}

type Word = Extract<Token, { kind: 'word' }>;

const isTruth = ({ text }: Word): boolean => text === 'true' || text === 'false';

const nothing: Expression = { kind: 'literal', value: '' };

function wrong(cursor: Cursor, message: string, at: number): Expression {
  cursor.report({ message, at });
  return nothing;
}

/** Whether this mark came next; then it is taken. */
function take(cursor: Cursor, text: Mark): boolean {
  const token = cursor.tokens[cursor.next];
  const found = token?.kind === 'mark' && token.text === text;
  if (found) cursor.next += 1;
  return found;
}

function takeOperand(cursor: Cursor): Token | undefined {
  const token = cursor.tokens[cursor.next];
  if (token === undefined || (token.kind === 'mark' && (token.text === '|' || token.text === ')')))
    return undefined;
  cursor.next += 1;
  return token;
}
