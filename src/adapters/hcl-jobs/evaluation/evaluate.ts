import type { Value } from '../values/value.js';
import { HclError, Unsettled } from '../syntax/hcl-error.js';
import type { Call, Expression, For } from '../syntax/syntax-tree.js';
import { typeOf } from '../variables/type-expression.js';
import { conform } from '../variables/conform.js';
import { call } from './call.js';
import { entriesOf, kindOf, toBoolean, toText } from './convert.js';
import { memberOf } from './members.js';
import { isNumber } from '../values/number-value.js';
import { binary, unary } from './operators.js';
import { type Scope, withNames } from './scope.js';
import { render } from './template.js';

/** The value of an expression. Throws an HclError that says where in the text it lies. */
export function evaluate(expression: Expression, scope: Scope): Value {
  try {
    return compute(expression, scope);
  } catch (error) {
    throw error instanceof HclError ? error.at(expression.range) : error;
  }
}

function compute(expression: Expression, scope: Scope): Value {
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'inexact':
      throw new HclError('is a number with more digits than are kept', undefined, 'put it in quotes');
    case 'template':
      return template(expression, scope);
    case 'variable':
    case 'member':
      return isOfRunTime(expression, scope) ? reference(expression, scope) : known(expression, scope);
    case 'splat':
      return splat(expression, scope);
    case 'call':
      return special(expression, scope) ?? plainCall(expression, scope);
    case 'conditional':
      return conditional(expression, scope);
    case 'binary':
      return binary[expression.operator](evaluate(expression.left, scope), evaluate(expression.right, scope));
    case 'unary':
      return unary[expression.operator](evaluate(expression.operand, scope));
    case 'group':
      return evaluate(expression.inner, scope);
    case 'list':
      return expression.items.map((item) => evaluate(item, scope));
    case 'object':
      return Object.fromEntries(
        expression.items.map(({ key, value }) => [toText(evaluate(key, scope)), evaluate(value, scope)]),
      );
    case 'for':
      return run(expression, scope);
  }
}

type Of<Kind extends Expression['kind']> = Extract<Expression, { kind: Kind }>;

/** A template that is one interpolation gives that value itself, whatever its type. */
function template({ parts }: Of<'template'>, scope: Scope): Value {
  const [only] = parts;
  return parts.length === 1 && only?.kind === 'interpolation'
    ? evaluate(only.expression, scope)
    : render(parts, scope, evaluate);
}

/** Whether a chain of names with fixed keys begins with a name that means nothing here. */
function isOfRunTime(expression: Expression, scope: Scope): boolean {
  if (expression.kind === 'variable') return scope.lookup(expression.name) === undefined;
  return (
    expression.kind === 'member' && expression.key.kind === 'literal' && isOfRunTime(expression.of, scope)
  );
}

const reference = ({ range }: Expression, { text }: Scope): string =>
  `\${${text.slice(range.start, range.end)}}`;

function known(expression: Of<'variable'> | Of<'member'>, scope: Scope): Value {
  if (expression.kind === 'member')
    return memberOf(evaluate(expression.of, scope), evaluate(expression.key, scope));
  return scope.lookup(expression.name) ?? null;
}

/** A single value counts as a list of one, and null as an empty list. */
function splat({ of, steps }: Of<'splat'>, scope: Scope): Value {
  const value = evaluate(of, scope);
  if (value === null) return [];
  const items: readonly Value[] = Array.isArray(value) ? (value as readonly Value[]) : [value];
  return items.map((item) => steps.reduce((at, step) => memberOf(at, evaluate(step, scope)), item));
}

/** Of two scalars of different types, both are text. */
function conditional({ condition, then, otherwise }: Of<'conditional'>, scope: Scope): Value {
  const [chosen, other] = toBoolean(evaluate(condition, scope)) ? [then, otherwise] : [otherwise, then];
  const value = evaluate(chosen, scope);
  if (!isNumber(value) && typeof value !== 'boolean') return value;
  return typeof attempt(other, scope) === 'string' ? toText(value) : value;
}

function run({ keyName, valueName, collection, condition, ...result }: For, scope: Scope): Value {
  const inner = entriesOf(evaluate(collection, scope))
    .map(([key, value]) =>
      withNames(
        scope,
        keyName === undefined ? { [valueName]: value } : { [keyName]: key, [valueName]: value },
      ),
    )
    .filter((each) => condition === undefined || toBoolean(evaluate(condition, each)));
  const { key } = result;
  if (key === undefined) return inner.map((each) => evaluate(result.value, each));
  const entries = inner.map((each) => [toText(evaluate(key, each)), evaluate(result.value, each)] as const);
  return result.grouped ? groupValues(entries) : singleValues(entries);
}

const groupValues = (entries: readonly (readonly [string, Value])[]): Value =>
  Object.fromEntries(
    entries.map(([key]) => [key, entries.filter(([other]) => other === key).map(([, value]) => value)]),
  );

function singleValues(entries: readonly (readonly [string, Value])[]): Value {
  const keys = entries.map(([key]) => key);
  const twice = keys.find((key, index) => keys.indexOf(key) !== index);
  if (twice === undefined) return Object.fromEntries(entries);
  throw new HclError(`makes the key "${twice}" more than once`, undefined, 'use => value... for all of them');
}

function plainCall({ name, args, expands }: Call, scope: Scope): Value {
  const values = args.map((arg) => evaluate(arg, scope));
  const last = expands ? values.at(-1) : undefined;
  if (last === undefined) return call(name, values, scope.functions);
  if (!Array.isArray(last)) throw new HclError(`needs a list before "...", not ${kindOf(last)}`);
  return call(name, [...values.slice(0, -1), ...(last as readonly Value[])], scope.functions);
}

/** Calls whose arguments are not simply evaluated first. */
function special({ name, args }: Call, scope: Scope): Value | undefined {
  const [first, second] = args;
  if (name === 'can') return first !== undefined && attempt(first, scope) !== undefined;
  if (name === 'try') return firstThatWorks(args, scope);
  if (name === 'convert' && first !== undefined && second !== undefined)
    return conform(evaluate(first, scope), typeOf(second));
  return undefined;
}

function firstThatWorks(args: readonly Expression[], scope: Scope): Value {
  for (const arg of args) {
    const value = attempt(arg, scope);
    if (value !== undefined) return value;
  }
  throw new HclError('none of its arguments has a value');
}

function attempt(expression: Expression, scope: Scope): Value | undefined {
  try {
    return evaluate(expression, scope);
  } catch (error) {
    if (!(error instanceof HclError) || error instanceof Unsettled) throw error;
    return undefined;
  }
}
