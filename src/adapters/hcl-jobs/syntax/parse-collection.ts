import type { ParseExpression } from './expression-parser.js';
import type { Scanner } from './scanner.js';
import type { Expression, For, ObjectItem } from './syntax-tree.js';

/** `[a, b]` or `[for …]`. */
export function parseBracket(scanner: Scanner, parse: ParseExpression): Expression {
  const { start } = scanner.expect('[');
  return scanner.newlines(false, () => {
    const content = scanner.seesWord('for') ? parseFor(scanner, parse) : parseItems(scanner, parse);
    const { end } = scanner.expect(']');
    return { ...content, range: { start, end } };
  });
}

/** `{ a = b }` or `{for …}`. */
export function parseBrace(scanner: Scanner, parse: ParseExpression): Expression {
  const { start } = scanner.expect('{');
  const isFor = scanner.newlines(false, () => scanner.seesWord('for') && !isKey(scanner));
  return scanner.newlines(!isFor, () => {
    const content = isFor ? parseFor(scanner, parse) : parseEntries(scanner, parse);
    const { end } = scanner.expect('}');
    return { ...content, range: { start, end } };
  });
}

/** Whether the word that comes next is the key of an entry, as in `{ for = 1 }`. */
const isKey = (scanner: Scanner): boolean => /^\s*[=:]/.test(scanner.text.slice(scanner.peek().end));

function parseItems(
  scanner: Scanner,
  parse: ParseExpression,
): { readonly kind: 'list'; readonly items: readonly Expression[] } {
  const items: Expression[] = [];
  while (!scanner.sees(']')) {
    items.push(parse(scanner));
    if (!scanner.take(',')) break;
  }
  return { kind: 'list', items };
}

function parseEntries(
  scanner: Scanner,
  parse: ParseExpression,
): { readonly kind: 'object'; readonly items: readonly ObjectItem[] } {
  const items: ObjectItem[] = [];
  scanner.skipNewlines();
  while (!scanner.sees('}')) {
    const key = literalKey(parse(scanner));
    if (!scanner.take(':')) scanner.expect('=');
    items.push({ key, value: parse(scanner) });
    if (!scanner.take(',') && scanner.peek().kind !== 'newline') break;
    scanner.skipNewlines();
  }
  return { kind: 'object', items };
}

/** A bare name is the key itself; in parentheses it is a reference. */
const literalKey = (key: Expression): Expression =>
  key.kind === 'variable' ? { kind: 'literal', value: key.name, range: key.range } : key;

function parseFor(scanner: Scanner, parse: ParseExpression): For {
  scanner.expectWord('for');
  const names = parseForNames(scanner);
  const collection = parse(scanner);
  scanner.expect(':');
  const first = parse(scanner);
  const isObject = scanner.take('=>');
  const value = isObject ? parse(scanner) : first;
  const grouped = isObject && scanner.take('...');
  const condition = scanner.seesWord('if') ? parseCondition(scanner, parse) : undefined;
  return { kind: 'for', ...names, collection, key: isObject ? first : undefined, value, condition, grouped };
}

function parseCondition(scanner: Scanner, parse: ParseExpression): Expression {
  scanner.expectWord('if');
  return parse(scanner);
}

/** `v in` or `k, v in`. */
export function parseForNames(scanner: Scanner): Pick<For, 'keyName' | 'valueName'> {
  const first = scanner.identifier().text;
  const second = scanner.take(',') ? scanner.identifier().text : undefined;
  scanner.expectWord('in');
  return second === undefined
    ? { keyName: undefined, valueName: first }
    : { keyName: first, valueName: second };
}
