import { fault, type RuntimeFault, type RuntimeFaultKind } from '../../../domain/faults/runtime-fault.js';
import { isJsonObject, type Json } from '../../../domain/shared/json.js';
import { lookup } from '../../../domain/shared/record.js';

/** The status of an answer that is a fault. Its body has the kind as well, which is finer. */
export const faultStatuses: Readonly<Record<RuntimeFaultKind, number>> = {
  'invalid-spec': 400,
  'permission-denied': 403,
  'not-found': 404,
  conflict: 409,
  internal: 500,
  unsupported: 501,
  'resource-exhausted': 503,
  unavailable: 503,
  'outcome-unknown': 504,
};

/** The fault that a body tells; undefined when it tells none. */
export function readFault(json: Json | undefined): RuntimeFault | undefined {
  if (!isJsonObject(json)) return undefined;
  const { kind, message, remedy, problems } = json;
  if (typeof kind !== 'string' || lookup(faultStatuses, kind) === undefined) return undefined;
  return fault(kind as RuntimeFaultKind, typeof message === 'string' ? message : kind, {
    ...(typeof remedy === 'string' ? { remedy } : {}),
    ...(Array.isArray(problems)
      ? { problems: problems as unknown as NonNullable<RuntimeFault['problems']> }
      : {}),
  });
}
