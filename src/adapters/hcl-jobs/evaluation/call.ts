import { lookup } from '../../../domain/shared/record.js';
import type { Json } from '../../../domain/shared/json.js';
import { suggest } from '../../../domain/shape/suggest.js';
import type { FunctionTable } from '../functions/function-table.js';
import { HclError } from '../syntax/hcl-error.js';

/** Calls a function by name. Messages begin with that name. */
export function call(name: string, args: readonly Json[], functions: FunctionTable): Json {
  const called = lookup(functions, name);
  if (called === undefined) throw unknown(name, functions);
  const { min, max = Infinity } = called;
  if (args.length < min || args.length > max)
    throw new HclError(`calls ${name} with ${args.length.toString()} arguments; it takes ${range(min, max)}`);
  try {
    return called.run(...args);
  } catch (error) {
    if (!(error instanceof HclError)) throw error;
    throw new HclError(`calls ${name}, which ${error.message}`, error.range, error.suggestion);
  }
}

const range = (min: number, max: number): string => {
  if (min === max) return min.toString();
  return max === Infinity ? `at least ${min.toString()}` : `${min.toString()} to ${max.toString()}`;
};

function unknown(name: string, functions: FunctionTable): HclError {
  const nearest = suggest(name, Object.keys(functions));
  return new HclError(
    `calls "${name}", which is no function`,
    undefined,
    nearest === undefined ? undefined : `did you mean "${nearest}"?`,
  );
}
