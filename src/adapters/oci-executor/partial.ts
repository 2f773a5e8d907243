import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { posix } from 'node:path';

import type { ProcessIdentity, ProcessTable } from '../../domain/ports/process-table.js';
import type { RunPaths } from './bundle.js';
import { abandoned, nameBy } from './maker-name.js';
import { unlessMissing } from './observer.js';

/*
 * A bundle comes and goes in one step, record and all: one without a record would belong to nobody, and stay. Before and
 * after it is in a directory apart, under a name that tells which process is at it.
 */

/** Makes a directory with that file in it. Rejects with ENOTEMPTY or EEXIST when something is there. */
export async function appear(
  { partial }: RunPaths,
  file: string,
  text: string,
  self: ProcessIdentity,
): Promise<void> {
  const made = posix.join(partial, nameBy(self));
  await mkdir(made, { recursive: true, mode: 0o711 });
  try {
    await writeFile(posix.join(made, posix.basename(file)), text, { mode: 0o600 });
    await rename(made, posix.dirname(file));
  } catch (cause) {
    await rm(made, { recursive: true, force: true });
    throw cause;
  }
}

/** Removes the directory of that file, if it is there: what else is in it first, so that what can't be stays with the file. */
export async function vanish({ partial }: RunPaths, file: string, self: ProcessIdentity): Promise<void> {
  const directory = posix.dirname(file);
  const others = (await unlessMissing(readdir(directory), [])).filter(
    (name) => name !== posix.basename(file),
  );
  for (const name of others) await rm(posix.join(directory, name), { recursive: true, force: true });
  const left = posix.join(partial, nameBy(self));
  await mkdir(partial, { recursive: true, mode: 0o711 });
  await unlessMissing(rename(directory, left), undefined);
  await rm(left, { recursive: true, force: true });
}

/** Removes what processes left half made or half removed that are gone. */
export async function removePartials(
  { partial }: RunPaths,
  bootId: string,
  processes: ProcessTable,
): Promise<void> {
  const names = await unlessMissing(readdir(partial), []);
  for (const name of await abandoned(names, bootId, processes))
    await rm(posix.join(partial, name), { recursive: true, force: true });
}
