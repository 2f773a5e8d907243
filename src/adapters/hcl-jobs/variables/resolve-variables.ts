import type { Value } from '../values/value.js';
import { suggest } from '../../../domain/shape/suggest.js';
import { toBoolean, toText } from '../evaluation/convert.js';
import { evaluate } from '../evaluation/evaluate.js';
import { lazyObject, type Scope, withNames } from '../evaluation/scope.js';
import { HclError, unsettled } from '../syntax/hcl-error.js';
import { parseSingleExpression } from '../syntax/parse-body.js';
import type { Findings } from '../tree/findings.js';
import { type Assignment, fromWhere } from './assignments.js';
import { conform } from './conform.js';
import { type Declaration, typeOfValue } from './declarations.js';
import type { Type } from './type-expression.js';

/**
 * What `var` means: of each variable the last assignment, or else its default. All that is wrong is reported, and what
 * refers to a variable without a value is unsettled.
 */
export function resolveVariables(
  declared: ReadonlyMap<string, Declaration>,
  assignments: readonly Assignment[],
  scope: Scope,
  findings: Findings,
): Value {
  reportUnknown(declared, assignments, findings);
  const values = [...declared.values()].map((declaration) => {
    const assignment = assignments.findLast(({ name }) => name === declaration.name);
    const value = resolve(declaration, assignment, scope, findings);
    return [declaration.name, () => value ?? unsettled()] as const;
  });
  return lazyObject(new Map(values));
}

function reportUnknown(
  declared: ReadonlyMap<string, Declaration>,
  assignments: readonly Assignment[],
  findings: Findings,
): void {
  const unknown = assignments.filter(({ name, strict }) => strict && !declared.has(name));
  for (const assignment of unknown) {
    const nearest = suggest(assignment.name, [...declared.keys()]);
    const error = new HclError(
      'is not a variable of this job',
      undefined,
      nearest === undefined ? undefined : `did you mean "${nearest}"?`,
    );
    findings.report(`variable.${assignment.name}`, fromWhere(assignment, error));
  }
}

function resolve(
  declaration: Declaration,
  assignment: Assignment | undefined,
  scope: Scope,
  findings: Findings,
): Value | undefined {
  const path = `variable.${declaration.name}`;
  try {
    const value =
      assignment === undefined ? fallbackOf(declaration, scope) : assigned(declaration, assignment, scope);
    validate(declaration, value, scope);
    return value;
  } catch (error) {
    if (!(error instanceof HclError)) throw error;
    findings.report(path, error, declaration.range);
    return undefined;
  }
}

function fallbackOf({ name, type, fallback }: Declaration, scope: Scope): Value {
  if (fallback === undefined)
    throw new HclError('has no value', undefined, `give it one with -var ${name}=… or WHARF_VAR_${name}`);
  const value = evaluate(fallback, scope);
  return type === undefined ? value : located(fallback.range, () => conform(value, type));
}

function assigned(declaration: Declaration, assignment: Assignment, scope: Scope): Value {
  const type = declaration.type ?? implied(declaration, scope);
  try {
    const { given } = assignment;
    return conform(given.kind === 'value' ? given.value : valueOfText(given.text, type, scope), type);
  } catch (error) {
    throw error instanceof HclError ? fromWhere(assignment, error) : error;
  }
}

const implied = ({ fallback }: Declaration, scope: Scope): Type =>
  fallback === undefined ? { kind: 'string' } : typeOfValue(evaluate(fallback, scope));

/** Text stands for itself where text or a number is wanted; anything else is written as in a file. */
function valueOfText(text: string, type: Type, scope: Scope): Value {
  if (type.kind === 'string' || type.kind === 'number') return text;
  return evaluate(parseSingleExpression(text), { ...scope, text });
}

function validate({ name, validations }: Declaration, value: Value, scope: Scope): void {
  const inner = withNames(scope, { var: { [name]: value } });
  for (const { condition, message } of validations) {
    if (toBoolean(evaluate(condition, inner))) continue;
    throw new HclError(
      message === undefined
        ? 'does not pass its validation'
        : `is not valid: ${toText(evaluate(message, inner))}`,
      condition.range,
    );
  }
}

function located<T>(range: Declaration['range'], compute: () => T): T {
  try {
    return compute();
  } catch (error) {
    throw error instanceof HclError ? error.at(range) : error;
  }
}
