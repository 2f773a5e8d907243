import type { Branch, Node, Value } from './syntax.js';
import { type Scope, valueOf } from './value-of.js';
import { isTrue, kindOf, print } from './values.js';

/** The text that nodes make. What goes wrong is reported, and makes no text. */
export const evaluate = (nodes: readonly Node[], scope: Scope): string =>
  nodes.map((node) => textOf(node, scope)).join('');

function textOf(node: Node, scope: Scope): string {
  switch (node.kind) {
    case 'text':
      return node.text;
    case 'output':
      return print(valueOf(node.value, scope));
    case 'if':
    case 'with':
    case 'range':
      return textOfBranch(node, scope);
  }
}

function textOfBranch(branch: Branch, scope: Scope): string {
  const dots = dotsOf(branch, valueOf(branch.value, scope), scope);
  if (dots.length === 0) return evaluate(branch.otherwise, scope);
  return dots.map((dot) => evaluate(branch.body, { ...scope, dot })).join('');
}

/** What `.` is worth each time that the body counts. */
function dotsOf({ kind, at }: Branch, value: Value, { dot, report }: Scope): readonly Value[] {
  if (kind === 'range') {
    if (typeof value === 'object') return value;
    const suggestion = 'make a list of a text with split, such as {{ range split "," (env "NAME") }}';
    report({ message: `goes with range over ${kindOf(value)}, which is no list`, suggestion, at });
    return [];
  }
  if (!isTrue(value)) return [];
  return [kind === 'with' ? value : dot];
}
