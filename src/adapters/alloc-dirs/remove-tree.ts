import { type RuntimeFault, fault } from '../../domain/faults/runtime-fault.js';
import { type Result, done, err } from '../../domain/shared/result.js';
import type { Entries, EntryName } from './open-directory.js';

const atOnce = 32;
const nothing: Entries = { files: [], directories: [] };

/** What of an open directory it takes. */
export interface Removable {
  stat(): Promise<{ readonly dev: number }>;
  entries(): Promise<Entries>;
  openChild(name: EntryName): Promise<Removable>;
  removeFile(name: EntryName): Promise<void>;
  removeDirectory(name: EntryName): Promise<void>;
  close(): Promise<void>;
}

/**
 * Removes an entry of `parent` with all below it, never following a symbolic link; what somebody else removes meanwhile
 * is gone, too. Stops with `conflict` at a directory of another file system: whatever is mounted there is not ours to
 * empty.
 */
export async function removeTree(
  parent: Removable,
  name: EntryName,
): Promise<Result<undefined, RuntimeFault>> {
  const { dev } = await parent.stat();
  return removeOn(dev, parent, name);
}

async function removeOn(
  dev: number,
  parent: Removable,
  name: EntryName,
): Promise<Result<undefined, RuntimeFault>> {
  const directory = await unlessGone(parent.openChild(name));
  if (directory === undefined) return done;
  try {
    if ((await directory.stat()).dev !== dev)
      return err(fault('conflict', `${name.toString()} is on another file system: it was left as it is`));
    const { files, directories } = (await unlessGone(directory.entries())) ?? nothing;
    await removeFiles(directory, files);
    for (const child of directories) {
      const removed = await removeOn(dev, directory, child);
      if (!removed.ok) return removed;
    }
  } finally {
    await directory.close();
  }
  await unlessGone(parent.removeDirectory(name));
  return done;
}

/** Some at once. When one can't be removed the others have been, or not, by the time it is told: none is under way. */
async function removeFiles(directory: Removable, names: readonly EntryName[]): Promise<void> {
  for (let from = 0; from < names.length; from += atOnce) {
    const some = names.slice(from, from + atOnce);
    const ends = await Promise.allSettled(some.map((name) => unlessGone(directory.removeFile(name))));
    const failed = ends.find((end) => end.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  }
}

async function unlessGone<T>(doing: Promise<T>): Promise<T | undefined> {
  try {
    return await doing;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
