import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';

import { errnoOf } from './read-fault.js';

/**
 * Makes a directory that only we can look into, with all that lead to it. Each is in its parent for good before
 * anything is put into it. Step by step: Node's own way never returns where a directory takes no others, as in /proc.
 */
export async function makeDirectory(path: string, mode = 0o700): Promise<void> {
  const parent = dirname(path);
  const failed = await mkdir(path, { mode }).then(() => undefined, errorOf);
  if (errnoOf(failed) === 'EEXIST') return;
  if (failed !== undefined) {
    if (errnoOf(failed) !== 'ENOENT' || parent === path) throw failed;
    await makeDirectory(parent, 0o711);
    await mkdir(path, { mode });
  }
  await syncDirectory(parent);
}

async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r');
  await directory.sync().finally(() => directory.close());
}

const errorOf = (cause: unknown): Error => (cause instanceof Error ? cause : new Error(String(cause)));
