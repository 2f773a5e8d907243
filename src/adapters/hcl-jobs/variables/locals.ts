import type { Value } from '../values/value.js';
import { evaluate } from '../evaluation/evaluate.js';
import { lazyObject, type Scope, withNames } from '../evaluation/scope.js';
import { HclError } from '../syntax/hcl-error.js';
import type { Attribute, Body } from '../syntax/syntax-tree.js';
import type { Findings } from '../tree/findings.js';
import { attributesOf } from './declarations.js';

/** The scope with `local` in it. Locals may refer to each other in any order, but not in a circle. */
export function withLocals(body: Body, outer: Scope, findings: Findings): Scope {
  const attributes = body.items.flatMap((item) =>
    item.kind === 'block' && item.name === 'locals' ? attributesOf(item.body) : [],
  );
  const members = new Map(attributes.map((attribute) => [attribute.name, () => compute(attribute)]));
  const scope: Scope = withNames(outer, { local: lazyObject(members) });
  const underway = new Set<string>();
  const compute = ({ name, value, range }: Attribute): Value => {
    if (underway.has(name)) throw new HclError(`needs local.${name}, which needs it in turn`, range);
    underway.add(name);
    try {
      return evaluate(value, scope);
    } finally {
      underway.delete(name);
    }
  };
  reportRepeated(attributes, findings);
  for (const attribute of attributes)
    reportBroken(attribute, () => members.get(attribute.name)?.(), findings);
  return scope;
}

function reportRepeated(attributes: readonly Attribute[], findings: Findings): void {
  attributes.forEach(({ name, range }, index) => {
    if (attributes.findIndex((other) => other.name === name) < index)
      findings.report(`locals.${name}`, new HclError('is defined more than once', range));
  });
}

function reportBroken({ name }: Attribute, compute: () => unknown, findings: Findings): void {
  try {
    compute();
  } catch (error) {
    if (!(error instanceof HclError)) throw error;
    findings.report(`locals.${name}`, error);
  }
}
