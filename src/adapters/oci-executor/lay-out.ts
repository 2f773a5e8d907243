import { writeFile } from 'node:fs/promises';

import type { Answer } from '../../domain/ports/runtime.js';
import { done } from '../../domain/shared/result.js';
import { settled } from './answering.js';
import type { BundlePaths, RunPaths } from './bundle.js';
import { linkHostMounts } from './host-entry.js';
import { removeOldOutputs } from './output.js';
import type { Prepared } from './prepare.js';
import { makeRoot } from './root-filesystem.js';

export interface Layout {
  readonly run: RunPaths;
  readonly bundle: BundlePaths;
  readonly prepared: Prepared;
  readonly bootId: string;
  /** Whose mounts the task gets; undefined when it has mounts of its own. */
  readonly mountsOf: number | undefined;
}

/**
 * Lays down all that a container is made from. Ends when all that was begun has: what is undone then stays undone.
 */
export async function layOut({ run, bundle, prepared, bootId, mountsOf }: Layout): Answer<undefined> {
  const { config, links } = prepared;
  const steps = await Promise.all([
    step(`write ${bundle.config}`, () => writeFile(bundle.config, JSON.stringify(config), { mode: 0o600 })),
    step(`make ${bundle.root}`, async () => {
      await makeRoot(bundle.root, links);
      if (mountsOf !== undefined) await linkHostMounts(bundle.root, mountsOf);
    }),
    step('remove outputs of other boots', () => removeOldOutputs(run, bootId)),
  ]);
  return steps.find(({ ok }) => !ok) ?? done;
}

const step = (doing: string, act: () => Promise<void>): Answer<undefined> =>
  settled(doing, async () => {
    await act();
    return done;
  });
