import type { HostMount } from '../model/host-mount.js';
import type { Mount } from '../model/mount.js';
import { isWithin, normalise } from '../shared/path.js';
import { type Problem, problem } from '../shape/problem.js';
import { mountPath } from './volume-mounts.js';

type Bind = Extract<Mount, { kind: 'bind' }>;

/**
 * Whether the host's mounts can pass on what a task's volume mounts ask for; the kernel would make them all the same
 * and pass nothing on. Tells what is so now: the host may change before the task starts.
 *
 * `mounts` are in the order of the task's `volume_mount` blocks.
 */
export const validatePropagation = (
  mounts: readonly Mount[],
  table: readonly HostMount[],
): readonly Problem[] =>
  mounts.flatMap((mount, index) =>
    mount.kind === 'bind' && mount.propagation !== 'private'
      ? judge(mount, `${mountPath(index)}.propagation_mode`, table)
      : [],
  );

function judge({ source, propagation }: Bind, path: string, table: readonly HostMount[]): readonly Problem[] {
  const holder = mountHolding(source, table);
  if (holder === undefined)
    return [problem(path, `is "${propagation}", but no mount of the host holds ${source}`)];
  const passesOn = holder.shared || (propagation === 'host-to-task' && holder.slave);
  if (passesOn) return [];
  const needed = propagation === 'bidirectional' ? 'a shared mount' : 'a shared or a slave mount';
  return [
    problem(
      path,
      `is "${propagation}", but ${source} lies on ${holder.mountPoint}, which is not ${needed}`,
      `mount --make-rshared ${holder.mountPoint}`,
    ),
  ];
}

/** The mount that a path lies on: the one with the longest mount point; of several at one place, the last, on top. */
export function mountHolding(path: string, table: readonly HostMount[]): HostMount | undefined {
  const plain = normalise(path);
  return table
    .filter(({ mountPoint }) => isWithin(plain, mountPoint))
    .reduce<HostMount | undefined>(
      (best, mount) =>
        best !== undefined && best.mountPoint.length > mount.mountPoint.length ? best : mount,
      undefined,
    );
}
