import { type RuntimeFault, fault } from '../../domain/faults/runtime-fault.js';
import { type Result, done, err } from '../../domain/shared/result.js';
import type { OpenDirectory } from './open-directory.js';

const atOnce = 32;

/**
 * Removes an entry of `parent` with all below it, never following a symbolic link. Stops with `conflict` at a
 * directory of another file system: whatever is mounted there is not ours to empty.
 */
export async function removeTree(
  parent: OpenDirectory,
  name: string,
): Promise<Result<undefined, RuntimeFault>> {
  const { dev } = await parent.stat();
  return removeOn(dev, parent, name);
}

async function removeOn(
  dev: number,
  parent: OpenDirectory,
  name: string,
): Promise<Result<undefined, RuntimeFault>> {
  const directory = await parent.openChild(name);
  try {
    if ((await directory.stat()).dev !== dev)
      return err(fault('conflict', `${name} is on another file system: it was left as it is`));
    const { files, directories } = await directory.entries();
    for (let from = 0; from < files.length; from += atOnce)
      await Promise.all(files.slice(from, from + atOnce).map((file) => directory.removeFile(file)));
    for (const child of directories) {
      const removed = await removeOn(dev, directory, child);
      if (!removed.ok) return removed;
    }
  } finally {
    await directory.close();
  }
  await parent.removeDirectory(name);
  return done;
}
