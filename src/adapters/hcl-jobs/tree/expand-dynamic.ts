import type { Value } from '../values/value.js';
import { entriesOf, kindOf, toList, toText } from '../evaluation/convert.js';
import { evaluate } from '../evaluation/evaluate.js';
import { type Scope, withNames } from '../evaluation/scope.js';
import { HclError } from '../syntax/hcl-error.js';
import type { Block, Body, Expression } from '../syntax/syntax-tree.js';

export interface Expanded {
  readonly block: Block;
  /** With the iterator in it. */
  readonly scope: Scope;
}

/** The blocks that a `dynamic "name" { for_each, iterator, labels, content }` stands for. */
export function expandDynamic(dynamic: Block, scope: Scope): readonly Expanded[] {
  const [name] = dynamic.labels;
  const forEach = attributeOf(dynamic.body, 'for_each');
  const content = dynamic.body.items.find((item) => item.kind === 'block' && item.name === 'content');
  if (name === undefined || forEach === undefined || content?.kind !== 'block')
    throw new HclError('needs the name of a block, for_each and content', dynamic.range);
  const iterator = iteratorOf(dynamic.body) ?? name;
  return itemsOf(forEach, scope).map(([key, value]) => {
    const inner = withNames(scope, { [iterator]: { key, value } });
    const labels = labelsOf(dynamic.body, inner);
    return { block: { ...dynamic, name, labels, body: content.body }, scope: inner };
  });
}

function attributeOf({ items }: Body, name: string): Expression | undefined {
  const found = items.find((item) => item.kind === 'attribute' && item.name === name);
  return found?.kind === 'attribute' ? found.value : undefined;
}

function iteratorOf(body: Body): string | undefined {
  const iterator = attributeOf(body, 'iterator');
  return iterator?.kind === 'variable' ? iterator.name : undefined;
}

function itemsOf(forEach: Expression, scope: Scope): readonly (readonly [Value, Value])[] {
  const value = evaluate(forEach, scope);
  if (typeof value === 'object' && value !== null) return entriesOf(value);
  throw new HclError(`runs over ${kindOf(value)}, which is no list or object`, forEach.range);
}

function labelsOf(body: Body, scope: Scope): readonly string[] {
  const labels = attributeOf(body, 'labels');
  return labels === undefined ? [] : toList(evaluate(labels, scope)).map(toText);
}
