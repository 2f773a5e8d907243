import { lookup } from '../../shared/record.js';
import type { Result } from '../../shared/result.js';
import type { TemplateFault } from './fault.js';
import { functions } from './functions.js';
import type { Call, Expression, Value } from './syntax.js';
import { isTrue, textsIn } from './values.js';

export interface Scope {
  /** What `.` is worth. */
  readonly dot: Value;
  readonly variables: Variables;
  readonly report: (fault: TemplateFault) => void;
}

/** The value of a variable; undefined: it isn't set; a fault: it can't be. */
export type Variables = (name: string) => Result<string | undefined, Omit<TemplateFault, 'at'>>;

/** What an expression is worth. What goes wrong is reported, and worth an empty text. */
export function valueOf(expression: Expression, scope: Scope): Value {
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'dot':
      return scope.dot;
    case 'call':
      return valueOfCall(expression, scope);
  }
}

function valueOfCall(call: Call, scope: Scope): Value {
  switch (call.name) {
    case 'or':
      return firstThatIs(true, call, scope);
    case 'and':
      return firstThatIs(false, call, scope);
    case 'env':
    case 'envOrDefault':
      return variable(call, scope);
    default:
      return applied(call, scope);
  }
}

/** The first argument of this truth, else the last; what comes after it is left alone. */
function firstThatIs(truth: boolean, call: Call, scope: Scope): Value {
  let value: Value = '';
  for (const argument of call.arguments) {
    value = valueOf(argument, scope);
    if (isTrue(value) === truth) break;
  }
  return value;
}

function variable(call: Call, scope: Scope): Value {
  const values = call.arguments.map((argument) => valueOf(argument, scope));
  const texts = textsIn(values);
  if (!texts.ok) return wrong(call, texts.error, scope);
  const [name = '', fallback] = texts.value;
  const found = scope.variables(name);
  if (found.ok || fallback !== undefined) return (found.ok ? found.value : undefined) ?? fallback ?? '';
  scope.report({ ...found.error, at: call.at });
  return '';
}

function applied(call: Call, scope: Scope): Value {
  const result = lookup(functions, call.name)?.apply(
    call.arguments.map((argument) => valueOf(argument, scope)),
  );
  if (result?.ok === false) return wrong(call, result.error, scope);
  return result?.value ?? '';
}

function wrong({ name, at }: Call, how: string, { report }: Scope): Value {
  report({ message: `calls ${name} ${how}`, at });
  return '';
}
