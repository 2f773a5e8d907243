import type { Value } from '../values/value.js';
import type { Expression, TemplatePart } from '../syntax/syntax-tree.js';
import { entriesOf, toBoolean, toText } from './convert.js';
import { type Scope, withNames } from './scope.js';

type Evaluate = (expression: Expression, scope: Scope) => Value;

export const render = (parts: readonly TemplatePart[], scope: Scope, evaluate: Evaluate): string =>
  parts.map((part) => renderPart(part, scope, evaluate)).join('');

function renderPart(part: TemplatePart, scope: Scope, evaluate: Evaluate): string {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'interpolation':
      return textOf(part.expression, scope, evaluate);
    case 'if':
      return render(toBoolean(evaluate(part.condition, scope)) ? part.then : part.otherwise, scope, evaluate);
    case 'for':
      return entriesOf(evaluate(part.collection, scope))
        .map(([key, value]) => render(part.body, named(part, key, value, scope), evaluate))
        .join('');
  }
}

const textOf = (expression: Expression, scope: Scope, evaluate: Evaluate): string =>
  toText(evaluate(expression, scope));

const named = (
  { keyName, valueName }: Extract<TemplatePart, { kind: 'for' }>,
  key: Value,
  value: Value,
  scope: Scope,
): Scope => withNames(scope, { ...(keyName === undefined ? {} : { [keyName]: key }), [valueName]: value });
