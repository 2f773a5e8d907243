import { AssertionError } from 'chai';

import type { RuntimeFault, RuntimeFaultKind } from '../../src/domain/faults/runtime-fault.js';
import type { Result } from '../../src/domain/shared/result.js';

/** The value of an outcome that has to be a success. */
export function valueOf<T, E>(result: Result<T, E>): T {
  if (result.ok) return result.value;
  throw new AssertionError(`expected a success, got ${JSON.stringify(result.error)}`);
}

/** The kind of the fault of an outcome that has to be a failure. */
export function faultOf<T>(result: Result<T, RuntimeFault>): RuntimeFaultKind {
  if (!result.ok) return result.error.kind;
  throw new AssertionError(`expected a fault, got ${JSON.stringify(result.value)}`);
}
