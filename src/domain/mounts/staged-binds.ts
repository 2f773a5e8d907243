import type { KeptBind, Mount } from '../model/mount.js';

/**
 * Whether a task can change what the source of a mount leads to after it was looked at: it is kept to a directory, and
 * lies somewhere below that.
 */
export const isStaged = (mount: Mount): mount is KeptBind =>
  mount.kind === 'bind' && mount.within !== undefined && mount.source !== mount.within;

/** The mounts with those that are staged at the places that were found for them, in their order. */
export function atPlaces(mounts: readonly Mount[], places: readonly string[]): readonly Mount[] {
  const left = places.values();
  return mounts.map((mount) =>
    isStaged(mount) ? { ...mount, source: left.next().value ?? mount.source } : mount,
  );
}
