import { lookup } from '../../../domain/shared/record.js';
import type { Value } from '../values/value.js';
import { suggest } from '../../../domain/shape/suggest.js';
import type { FunctionTable } from '../functions/function-table.js';
import { HclError, Unsettled } from '../syntax/hcl-error.js';

/** Calls a function by name. Messages begin with that name. */
export function call(name: string, args: readonly Value[], functions: FunctionTable): Value {
  const called = lookup(functions, name);
  if (called === undefined) throw unknown(name, functions);
  const { min, max = Infinity } = called;
  if (args.length < min || args.length > max)
    throw new HclError(`calls ${name} with ${args.length.toString()} arguments; it takes ${range(min, max)}`);
  try {
    return called.run(...args);
  } catch (error) {
    if (error instanceof Unsettled) throw error;
    const { message, range, suggestion } = refusal(error);
    throw new HclError(`calls ${name}, which ${message}`, range, suggestion);
  }
}

/** What JavaScript or the system can't do with a value is wrong with the value, and `try` may catch it. */
function refusal(error: unknown): HclError {
  if (error instanceof HclError) return error;
  if (error instanceof RangeError || isOfSystem(error))
    return new HclError(`can't take these values: ${error.message}`);
  throw error;
}

/** Errors of Node and of the system carry a code, those of wrong code don't. */
const isOfSystem = (error: unknown): error is Error => error instanceof Error && 'code' in error;

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
