import { lstat, mkdir, readlink, symlink } from 'node:fs/promises';
import { posix } from 'node:path';

import type { HostMount } from '../../domain/model/host-mount.js';
import { errnoOf } from './read-fault.js';
import type { OciMount } from './oci-config.js';

/**
 * What isolated tasks see of the host unless the operator says otherwise: Nomad's `chroot_env`, and where today's
 * distributions keep programs and the files that those in /etc point to.
 */
export const defaultRootDirectories: readonly string[] = [
  '/bin',
  '/etc',
  '/gnu/store',
  '/lib',
  '/lib32',
  '/lib64',
  '/libx32',
  '/nix/store',
  '/run/NetworkManager',
  '/run/current-system',
  '/run/resolvconf',
  '/run/systemd/resolve',
  '/sbin',
  '/usr',
];

/** One of the root directories, as it was found on the host. */
export type RootEntry =
  | { readonly kind: 'directory'; readonly path: string }
  | { readonly kind: 'link'; readonly path: string; readonly to: string };

/** The root directories that are there; others are left out. */
export async function readRootEntries(directories: readonly string[]): Promise<readonly RootEntry[]> {
  const entries = await Promise.all(directories.map(readRootEntry));
  return entries.filter((entry) => entry !== undefined);
}

async function readRootEntry(directory: string): Promise<RootEntry | undefined> {
  const path = posix.resolve('/', directory);
  try {
    const found = await lstat(path);
    if (found.isSymbolicLink()) return { kind: 'link', path, to: await readlink(path) };
    return found.isDirectory() ? { kind: 'directory', path } : undefined;
  } catch (cause) {
    if (['ENOENT', 'ENOTDIR', 'EACCES'].includes(errnoOf(cause) ?? '')) return undefined;
    throw cause;
  }
}

/**
 * Binds that put the root directories where they are on the host, read-only, nothing copied.
 *
 * A bind shows one mount. What is mounted below it on the host gets a bind of its own, since `ro` does not reach it in
 * a recursive one, and the task could write there.
 */
export function rootMounts(
  entries: readonly RootEntry[],
  hostMounts: readonly HostMount[],
): readonly OciMount[] {
  const directories = entries.flatMap((entry) => (entry.kind === 'directory' ? [entry.path] : []));
  const below = hostMounts
    .filter(({ fileSystem }) => fileSystem !== 'autofs')
    .map(({ mountPoint }) => mountPoint)
    .filter((point) => directories.some((directory) => point.startsWith(`${directory}/`)));
  return [...new Set([...directories, ...below])].sort().map((path) => ({
    destination: path,
    type: 'bind',
    source: path,
    options: ['bind', 'ro', 'nosuid', 'nodev', 'private'],
  }));
}

/** Still empty but for links such as /bin; the OCI runtime makes the places for all that is mounted. */
export async function makeRoot(root: string, links: Readonly<Record<string, string>>): Promise<void> {
  await mkdir(root, { mode: 0o755 });
  const link = async ([path, target]: readonly [string, string]): Promise<void> => {
    const place = posix.join(root, path);
    const directory = posix.dirname(place);
    if (directory !== root) await mkdir(directory, { recursive: true });
    await symlink(target, place);
  };
  await Promise.all(Object.entries(links).map(link));
}
