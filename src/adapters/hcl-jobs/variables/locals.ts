import type { Value } from '../values/value.js';
import { evaluate } from '../evaluation/evaluate.js';
import { lazyObject, type Scope, withNames } from '../evaluation/scope.js';
import { HclError, unsettled } from '../syntax/hcl-error.js';
import type { Attribute, Body } from '../syntax/syntax-tree.js';
import type { Findings } from '../tree/findings.js';
import { attributesOf } from './declarations.js';

/**
 * The scope with `local` in it. Locals may refer to each other in any order, but not in a circle; what refers to one
 * that is wrong is unsettled.
 */
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
  const errors = attributes.map((attribute) => errorOf(() => compute(attribute)));
  reportBroken(attributes, errors, findings);
  attributes.forEach(({ name }, index) => {
    if (errors[index] !== undefined) members.set(name, unsettled);
  });
  return withNames(outer, { local: lazyObject(members) });
}

function reportRepeated(attributes: readonly Attribute[], findings: Findings): void {
  attributes.forEach(({ name, range }, index) => {
    if (attributes.findIndex((other) => other.name === name) < index)
      findings.report(`locals.${name}`, new HclError('is defined more than once', range));
  });
}

function errorOf(compute: () => unknown): HclError | undefined {
  try {
    compute();
    return undefined;
  } catch (error) {
    if (error instanceof HclError) return error;
    throw error;
  }
}

/** Each error once, of the local in which it lies. */
function reportBroken(
  attributes: readonly Attribute[],
  errors: readonly (HclError | undefined)[],
  findings: Findings,
): void {
  const told = new Set<number>();
  attributes.forEach((attribute, index) => {
    const error = errors[index];
    const start = error?.range?.start ?? attribute.range.start;
    if (error === undefined || told.has(start)) return;
    told.add(start);
    const owner = attributes.find(({ range }) => range.start <= start && start < range.end) ?? attribute;
    findings.report(`locals.${owner.name}`, error);
  });
}
