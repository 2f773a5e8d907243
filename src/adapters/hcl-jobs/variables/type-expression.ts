import { HclError } from '../syntax/hcl-error.js';
import type { Call, Expression } from '../syntax/syntax-tree.js';

/** What a variable may hold, as written in its block: `string`, `list(number)`, `object({ a = bool })`. */
export type Type =
  | { readonly kind: 'any' | 'string' | 'number' | 'bool' }
  | { readonly kind: 'list' | 'set' | 'map'; readonly of: Type }
  | {
      readonly kind: 'object';
      readonly members: Readonly<Record<string, Type>>;
      readonly optional: readonly string[];
    }
  | { readonly kind: 'tuple'; readonly items: readonly Type[] };

const scalars = ['any', 'string', 'number', 'bool'] as const;

/** A type out of the expression that spells it. */
export function typeOf(expression: Expression): Type {
  if (expression.kind === 'variable') return named(expression.name, expression);
  // Before types were expressions, their names were quoted.
  if (expression.kind === 'literal' && typeof expression.value === 'string')
    return named(expression.value, expression);
  if (expression.kind === 'call') return constructed(expression, expression.range);
  throw invalid(expression.range);
}

function named(name: string, { range }: Expression): Type {
  const scalar = scalars.find((word) => word === name);
  if (scalar !== undefined) return { kind: scalar };
  if (name === 'list' || name === 'set' || name === 'map') return { kind: name, of: { kind: 'any' } };
  throw invalid(range);
}

function constructed({ name, args }: Call, range: Expression['range']): Type {
  const [of] = args;
  if (of === undefined || args.length > 1) throw invalid(range);
  if (name === 'list' || name === 'set' || name === 'map') return { kind: name, of: typeOf(of) };
  if (name === 'tuple' && of.kind === 'list') return { kind: 'tuple', items: of.items.map(typeOf) };
  if (name === 'object' && of.kind === 'object') return objectType(of);
  throw invalid(range);
}

function objectType({ items }: Extract<Expression, { kind: 'object' }>): Type {
  const members = items.map(({ key, value }) => {
    const name = key.kind === 'literal' ? String(key.value) : '';
    const optional = value.kind === 'call' && value.name === 'optional' ? value.args[0] : undefined;
    return { name, optional: optional !== undefined, type: typeOf(optional ?? value) };
  });
  return {
    kind: 'object',
    members: Object.fromEntries(members.map(({ name, type }) => [name, type])),
    optional: members.filter(({ optional }) => optional).map(({ name }) => name),
  };
}

const invalid = (range: Expression['range']): HclError =>
  new HclError('is no type', range, 'use one such as string, number, bool, list(string), map(string)');
