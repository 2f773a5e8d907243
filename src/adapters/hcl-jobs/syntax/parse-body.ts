import { parseExpression } from './parse-expression.js';
import { Scanner } from './scanner.js';
import type { Attribute, Block, Body } from './syntax-tree.js';
import { parsePlainString } from './parse-template.js';

/**
 * Reads a text that the official parser has accepted, for what that parser doesn't tell: order and places. Throws an
 * HclError where the two disagree.
 */
export function parseHcl(text: string): Body {
  const scanner = new Scanner(text);
  const body = parseItems(scanner);
  if (scanner.peek().kind !== 'end') scanner.fail('a block or an attribute');
  return body;
}

/** One expression that fills its text, such as the value of a variable given on the command line. */
export function parseSingleExpression(text: string): ReturnType<typeof parseExpression> {
  const scanner = new Scanner(text);
  const expression = scanner.newlines(false, () => parseExpression(scanner));
  if (scanner.newlines(false, () => scanner.peek()).kind !== 'end') scanner.fail('the end of the value');
  return expression;
}

function parseItems(scanner: Scanner): Body {
  const items: (Attribute | Block)[] = [];
  for (;;) {
    scanner.skipNewlines();
    if (scanner.peek().kind !== 'identifier') return { items };
    items.push(parseItem(scanner));
    if (scanner.peek().kind !== 'newline') return { items };
  }
}

function parseItem(scanner: Scanner): Attribute | Block {
  const { text: name, start } = scanner.identifier();
  if (!scanner.take('=')) return parseBlock(scanner, name, start);
  const value = parseExpression(scanner);
  return { kind: 'attribute', name, value, range: { start, end: value.range.end } };
}

function parseBlock(scanner: Scanner, name: string, start: number): Block {
  const labels: string[] = [];
  while (!scanner.sees('{')) labels.push(parseLabel(scanner));
  const { start: end } = scanner.expect('{');
  const body = scanner.nested(() => parseItems(scanner));
  scanner.expect('}');
  return { kind: 'block', name, labels, body, range: { start, end } };
}

const parseLabel = (scanner: Scanner): string =>
  scanner.peek().kind === 'quote' ? parsePlainString(scanner) : scanner.identifier().text;
