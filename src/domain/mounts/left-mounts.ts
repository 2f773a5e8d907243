import type { HostMount } from '../model/host-mount.js';
import type { VolumeBefore } from '../model/handle.js';
import { isWithin } from '../shared/path.js';

/** What is mounted at a path and below it, as it is written down before a task starts. */
export const volumeBefore = (path: string, table: readonly HostMount[], bootId: string): VolumeBefore => ({
  path,
  mounts: inVolume(path, table).map(keyOf),
  bootId,
});

/** The mount points of what was not there before, each before what it lies on. */
export function leftMounts({ path, mounts }: VolumeBefore, table: readonly HostMount[]): readonly string[] {
  const known = [...mounts];
  const left = inVolume(path, table).filter((mount) => {
    const index = known.indexOf(keyOf(mount));
    if (index >= 0) known.splice(index, 1);
    return index < 0;
  });
  return left.map(({ mountPoint }) => mountPoint).reverse();
}

/** Whether what one task mounts may show where the other does. */
export const meet = (one: readonly VolumeBefore[], other: readonly VolumeBefore[]): boolean =>
  one.some(({ path: a }) => other.some(({ path: b }) => isWithin(a, b) || isWithin(b, a)));

const inVolume = (path: string, table: readonly HostMount[]): readonly HostMount[] =>
  table.filter(({ mountPoint }) => isWithin(mountPoint, path));

const keyOf = ({ mountPoint, device, root }: HostMount): string => `${device} ${root} ${mountPoint}`;
