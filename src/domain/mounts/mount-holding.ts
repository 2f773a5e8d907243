import type { HostMount } from '../model/host-mount.js';
import { isWithin, normalise } from '../shared/path.js';

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

/** A place in a file system, whatever path leads there. */
export interface FilePlace {
  readonly device: string;
  /** From the root of the file system. */
  readonly root: string;
}

/** What a bind of `path`, in which no link is left, shows; undefined when no mount holds it. */
export function filePlace(path: string, table: readonly HostMount[]): FilePlace | undefined {
  const holder = mountHolding(path, table);
  if (holder === undefined) return undefined;
  const below = normalise(path).slice(holder.mountPoint === '/' ? 0 : holder.mountPoint.length);
  // As it is told where nothing lies between: the kernel puts `//deleted` behind what was unlinked.
  const root = below === '' ? holder.root : normalise(`${holder.root}/${below}`);
  return { device: holder.device, root };
}

/** The mounts below a path, without one at the path itself. */
export const mountsBelow = (path: string, table: readonly HostMount[]): readonly HostMount[] =>
  table.filter(({ mountPoint }) => mountPoint !== path && isWithin(mountPoint, path));

/** In words, whether it passes mounts on. */
export function propagationWord({ peerGroup, master }: HostMount): string {
  if (peerGroup !== undefined) return master === undefined ? 'shared' : 'shared and a slave';
  return master === undefined ? 'private' : 'a slave';
}

/**
 * What makes a path one on which mounts are passed on. Not the root of the host: that would change every mount namespace
 * which is made after it.
 */
export const mendingCommand = (path: string, holder: HostMount): string =>
  holder.mountPoint === '/' && path !== '/'
    ? `mount --rbind ${path} ${path} && mount --make-rshared ${path}`
    : `mount --make-rshared ${holder.mountPoint}`;
