import type { Value } from '../values/value.js';
import type { FunctionTable } from '../functions/function-table.js';

/**
 * What names mean at one place of a file. A name that means nothing here is a reference to the run time, such as
 * `NOMAD_PORT_http` or `attr.kernel.name`, and stays in the text.
 */
export interface Scope {
  /** The text that ranges refer to. */
  readonly text: string;
  readonly functions: FunctionTable;
  lookup(name: string): Value | undefined;
}

/** The same scope with more names in it. */
export const withNames = (scope: Scope, names: Readonly<Record<string, Value>>): Scope => ({
  ...scope,
  lookup: (name) => (Object.hasOwn(names, name) ? names[name] : scope.lookup(name)),
});

/** An object whose members are worked out when they are first asked for. */
export function lazyObject(members: ReadonlyMap<string, () => Value>): Value {
  const object = {};
  for (const [name, compute] of members) {
    let known: Value | undefined;
    Object.defineProperty(object, name, { enumerable: true, get: () => (known ??= compute()) });
  }
  return object;
}
