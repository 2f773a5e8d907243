import { mkdir, readdir, readlink, rm, symlink } from 'node:fs/promises';
import { posix } from 'node:path';

import type { InstanceId } from '../../domain/model/ids.js';
import { type BundlePaths, bundlePaths, type RunPaths } from './bundle.js';
import { unlessMissing } from './observer.js';

/**
 * Makes the directory of what an instance prints. It is not in the bundle, which lies in memory on most hosts. A link in
 * the bundle leads to it, and is there first: whoever removes the bundle finds it.
 */
export async function makeOutput(run: RunPaths, id: InstanceId, bootId: string): Promise<void> {
  const directory = posix.join(run.outputs, bootId, id);
  await symlink(directory, bundlePaths(run, id).output);
  await mkdir(directory, { recursive: true, mode: 0o700 });
}

export async function removeOutput({ output }: BundlePaths): Promise<void> {
  const directory = await unlessMissing(readlink(output), undefined);
  if (directory !== undefined) await rm(directory, { recursive: true, force: true });
}

/** What is there of other boots: the bundles that led to it are gone with them. */
export async function removeOldOutputs({ outputs }: RunPaths, bootId: string): Promise<void> {
  const boots = await unlessMissing(readdir(outputs), []);
  for (const boot of boots.filter((name) => name !== bootId))
    await rm(posix.join(outputs, boot), { recursive: true, force: true });
}
