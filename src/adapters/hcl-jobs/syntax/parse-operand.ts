import { lookup } from '../../../domain/shared/record.js';
import { exactNumber, parseDecimal } from '../values/number-value.js';
import type { ParseExpression } from './expression-parser.js';
import { parseBracket, parseBrace } from './parse-collection.js';
import { parseHeredoc, parseQuoted } from './parse-template.js';
import type { Scanner } from './scanner.js';
import type { Expression, Range } from './syntax-tree.js';

/** A value with all that is hung on to it: `.name`, `[key]`, `.*`, `[*]`. */
export function parseOperand(scanner: Scanner, parse: ParseExpression): Expression {
  let operand = parseTerm(scanner, parse);
  while (scanner.sees('.', '[')) operand = parseSuffix(scanner, operand, parse);
  return operand;
}

function parseSuffix(scanner: Scanner, of: Expression, parse: ParseExpression): Expression {
  const splat = parseSplatMark(scanner);
  if (splat === undefined) return member(of, parseStep(scanner, parse), scanner);
  const steps: Expression[] = [];
  // After `.*` an index is one of the resulting list; after `[*]` it is one of each item.
  while (scanner.sees('.') || (splat === 'full' && scanner.sees('['))) steps.push(parseStep(scanner, parse));
  return { kind: 'splat', of, steps, range: { start: of.range.start, end: scanner.position } };
}

function parseSplatMark(scanner: Scanner): 'attributes' | 'full' | undefined {
  const mark = scanner.sees('.') ? /\.\s*\*/y : /\[\s*\*\s*\]/y;
  const { start, text } = scanner.peek();
  mark.lastIndex = start;
  if (!mark.test(scanner.text)) return undefined;
  scanner.jump(mark.lastIndex);
  return text === '.' ? 'attributes' : 'full';
}

function parseStep(scanner: Scanner, parse: ParseExpression): Expression {
  if (scanner.take('[')) {
    return scanner.newlines(false, () => {
      const key = parse(scanner);
      scanner.expect(']');
      return key;
    });
  }
  scanner.expect('.');
  const { kind, text, start, end } = scanner.peek();
  if (kind !== 'number') {
    const name = scanner.identifier();
    return { kind: 'literal', value: name.text, range: { start: name.start, end: name.end } };
  }
  // `a.0.1` is two steps, though `0.1` is one number.
  const digits = /^\d+/.exec(text)?.[0] ?? text;
  scanner.jump(end - text.length + digits.length);
  return { kind: 'literal', value: Number(digits), range: { start, end: start + digits.length } };
}

const member = (of: Expression, key: Expression, scanner: Scanner): Expression => ({
  kind: 'member',
  of,
  key,
  range: { start: of.range.start, end: scanner.position },
});

function parseTerm(scanner: Scanner, parse: ParseExpression): Expression {
  const { kind, text, start, end } = scanner.peek();
  switch (kind) {
    case 'number':
      scanner.next();
      return numeral(text, { start, end });
    case 'quote':
      return parseQuoted(scanner, parse);
    case 'heredoc':
      return parseHeredoc(scanner, parse);
    case 'identifier':
      scanner.next();
      return parseName(scanner, { text, start, end }, parse);
    case 'symbol':
    case 'newline':
    case 'end':
      return parsePunctuated(scanner, parse);
  }
}

function numeral(text: string, range: Range): Expression {
  const decimal = parseDecimal(text);
  const value = decimal === undefined ? undefined : exactNumber(decimal);
  return value === undefined ? { kind: 'inexact', range } : { kind: 'literal', value, range };
}

const keywords: Readonly<Record<string, boolean | null>> = { true: true, false: false, null: null };

function parseName(
  scanner: Scanner,
  { text, start, end }: { readonly text: string; readonly start: number; readonly end: number },
  parse: ParseExpression,
): Expression {
  if (scanner.sees('(')) return parseCall(scanner, text, start, parse);
  const value = lookup(keywords, text);
  return value === undefined
    ? { kind: 'variable', name: text, range: { start, end } }
    : { kind: 'literal', value, range: { start, end } };
}

function parseCall(scanner: Scanner, name: string, start: number, parse: ParseExpression): Expression {
  scanner.expect('(');
  return scanner.newlines(false, () => {
    const args: Expression[] = [];
    let expands = false;
    while (!scanner.sees(')')) {
      args.push(parse(scanner));
      expands = scanner.take('...');
      if (!scanner.take(',')) break;
    }
    const { end } = scanner.expect(')');
    return { kind: 'call', name, args, expands, range: { start, end } };
  });
}

function parsePunctuated(scanner: Scanner, parse: ParseExpression): Expression {
  if (scanner.sees('[')) return parseBracket(scanner, parse);
  if (scanner.sees('{')) return parseBrace(scanner, parse);
  if (!scanner.sees('(')) return scanner.fail('a value');
  const { start } = scanner.next();
  return scanner.newlines(false, () => {
    const inner = parse(scanner);
    const { end } = scanner.expect(')');
    return { kind: 'group', inner, range: { start, end } };
  });
}
