import { writeFile } from 'node:fs/promises';

import type { Answer } from '../../domain/ports/runtime.js';
import { done } from '../../domain/shared/result.js';
import { settled } from './answering.js';
import type { BundlePaths } from './bundle.js';
import { linkHostMounts } from './host-entry.js';
import type { Prepared } from './prepare.js';
import { makeRoot } from './root-filesystem.js';

/**
 * Lays down all that a container is made from. Ends when all that was begun has: what is undone then stays undone. The task
 * gets the mounts of the process `mountsOf`; undefined when it has mounts of its own.
 */
export async function layOut(
  bundle: BundlePaths,
  { config, links }: Prepared,
  mountsOf: number | undefined,
): Answer<undefined> {
  const [written, made] = await Promise.all([
    settled(`write ${bundle.config}`, async () => {
      await writeFile(bundle.config, JSON.stringify(config), { mode: 0o600 });
      return done;
    }),
    settled(`make ${bundle.root}`, async () => {
      await makeRoot(bundle.root, links);
      if (mountsOf !== undefined) await linkHostMounts(bundle.root, mountsOf);
      return done;
    }),
  ]);
  return written.ok ? made : written;
}
