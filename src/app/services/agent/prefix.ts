import { fault, type RuntimeFault } from '../../../domain/faults/runtime-fault.js';
import { err, ok, type Result } from '../../../domain/shared/result.js';
import type { AllocStatus } from '../../agent.js';

const beginning = /^[0-9a-f][0-9a-f-]*$/;

/** The one whose id begins so. */
export function findByPrefix(prefix: string, all: readonly AllocStatus[]): Result<AllocStatus, RuntimeFault> {
  if (!beginning.test(prefix)) return err(fault('invalid-spec', `"${prefix}" begins no id`));
  const [found, ...others] = all.filter(({ id }) => id.startsWith(prefix));
  const exact = all.find(({ id }) => id === prefix);
  if (exact !== undefined) return ok(exact);
  if (found === undefined) return err(fault('not-found', `no allocation's id begins with ${prefix}`));
  if (others.length === 0) return ok(found);
  const ids = [found, ...others].map(({ id, name }) => `${id} (${name})`);
  return err(fault('conflict', `several begin with ${prefix}: ${ids.join(', ')}`));
}
