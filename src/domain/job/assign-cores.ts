import { keepCores } from '../drivers/cores.js';
import type { Allocation } from '../model/allocation.js';
import type { AllocId } from '../model/ids.js';
import { err, ok, type Result } from '../shared/result.js';
import type { Problem } from '../shape/problem.js';

/** Cores kept for tasks, by allocation and task. */
export type Cpusets = ReadonlyMap<AllocId, Readonly<Record<string, string>>>;

/** Keeps whole cores for all tasks of a run that ask for them, beside those taken, or tells which of them find no room. */
export function assignCores(
  allocations: readonly Allocation[],
  hostCores: number,
  taken: readonly string[] = [],
): Result<Cpusets, readonly Problem[]> {
  const wishes = allocations.flatMap(({ id, job, group }) =>
    group.tasks.flatMap(({ name, resources: { cores } }) =>
      cores === undefined
        ? []
        : [{ id, name, cores, path: `job.${job.id}.group.${group.name}.task.${name}` }],
    ),
  );
  const kept = keepCores(wishes, hostCores, taken);
  if (!kept.ok) return err(kept.error);
  const cpusets = new Map<AllocId, Readonly<Record<string, string>>>();
  wishes.forEach(({ id, name }, index) => {
    cpusets.set(id, { ...cpusets.get(id), [name]: kept.value[index] ?? '' });
  });
  return ok(cpusets);
}
