import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { mountsHere } from '../mountinfo.js';
import { processesBearing } from '../../../src/testing/processes.js';

/** Everything on the host that has the name of an instance in it, in words. */
export async function tracesOf(name: string, directory: string): Promise<readonly string[]> {
  const mounts = await mountsHere();
  const groups = mounts.filter(({ fileSystem }) => fileSystem.startsWith('cgroup'));
  const found = await Promise.all([
    pathsBearing(directory, name),
    ...groups.map(({ mountPoint }) => pathsBearing(join(mountPoint, 'wharf'), name)),
  ]);
  return [
    ...found.flat(),
    ...mounts.map(({ mountPoint }) => mountPoint).filter((point) => point.includes(name)),
    ...(await processesBearing(name)).map((pid) => `process ${pid.toString()}`),
  ];
}

async function pathsBearing(directory: string, name: string): Promise<readonly string[]> {
  const entries = await readdir(directory, { recursive: true }).catch(() => []);
  return entries.filter((entry) => entry.includes(name)).map((entry) => join(directory, entry));
}
