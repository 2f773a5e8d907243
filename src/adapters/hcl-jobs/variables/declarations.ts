import type { Value } from '../values/value.js';
import { suggest } from '../../../domain/shape/suggest.js';
import type { Findings } from '../tree/findings.js';
import { HclError } from '../syntax/hcl-error.js';
import type { Attribute, Block, Body, Expression, Range } from '../syntax/syntax-tree.js';
import { isNumber } from '../values/number-value.js';
import { type Type, typeOf } from './type-expression.js';

/** A variable that the job file says it takes. */
export interface Declaration {
  readonly name: string;
  readonly type: Type | undefined;
  readonly fallback: Expression | undefined;
  readonly validations: readonly Validation[];
  readonly range: Range;
}

export interface Validation {
  readonly condition: Expression;
  readonly message: Expression | undefined;
}

/** Out of the `variable "name" { … }` and `variables { … }` blocks of a file. */
export function declarationsIn(body: Body, findings: Findings): ReadonlyMap<string, Declaration> {
  const declared = new Map<string, Declaration>();
  for (const item of body.items) {
    if (item.kind !== 'block') continue;
    const found = item.name === 'variable' ? [declare(item, findings)] : shorthands(item);
    for (const declaration of found) {
      const { name, range } = declaration;
      if (declared.has(name))
        findings.report(`variable.${name}`, new HclError('is declared more than once', range));
      else declared.set(name, declaration);
    }
  }
  return declared;
}

const shorthands = ({ name, body }: Block): readonly Declaration[] =>
  name !== 'variables'
    ? []
    : attributesOf(body).map(({ name, value, range }) => ({ ...untyped, name, fallback: value, range }));

const untyped = { type: undefined, validations: [] };

export const attributesOf = (body: Body): readonly Attribute[] =>
  body.items.filter((item) => item.kind === 'attribute');

const known = ['type', 'default', 'description', 'validation'];

function declare({ labels, body, range }: Block, findings: Findings): Declaration {
  const name = labels[0] ?? '';
  const path = `variable.${name}`;
  if (labels.length !== 1) findings.report('variable', new HclError('needs just one name', range));
  for (const item of body.items) if (!known.includes(item.name)) reportUnknown(item, path, findings);
  const attributes = new Map(attributesOf(body).map((attribute) => [attribute.name, attribute.value]));
  return {
    name,
    type: readType(attributes.get('type'), path, findings),
    fallback: attributes.get('default'),
    validations: body.items.flatMap((item) => validationIn(item)),
    range,
  };
}

function reportUnknown({ name, range }: Attribute | Block, path: string, findings: Findings): void {
  const nearest = suggest(name, known);
  const suggestion = nearest === undefined ? undefined : `did you mean "${nearest}"?`;
  findings.report(`${path}.${name}`, new HclError('is not known here', range, suggestion));
}

function readType(expression: Expression | undefined, path: string, findings: Findings): Type | undefined {
  try {
    return expression === undefined ? undefined : typeOf(expression);
  } catch (error) {
    if (!(error instanceof HclError)) throw error;
    findings.report(`${path}.type`, error);
    return undefined;
  }
}

function validationIn(item: Attribute | Block): readonly Validation[] {
  if (item.kind !== 'block' || item.name !== 'validation') return [];
  const attributes = new Map(attributesOf(item.body).map(({ name, value }) => [name, value]));
  const condition = attributes.get('condition');
  return condition === undefined ? [] : [{ condition, message: attributes.get('error_message') }];
}

/** The type that a value has by itself, for a variable that declares none. */
export function typeOfValue(value: Value): Type {
  if (isNumber(value)) return { kind: 'number' };
  if (typeof value === 'boolean') return { kind: 'bool' };
  return { kind: typeof value === 'string' || value === null ? 'string' : 'any' };
}
