import { mkdir, readFile, readdir, rmdir, writeFile } from 'node:fs/promises';

import { errnoOf } from './read-fault.js';

/** The kernel says ENODEV of a file that was open when its group went away, and ESRCH when it is of a process that did. */
const isGone = (cause: unknown): boolean => ['ENOENT', 'ENODEV', 'ESRCH'].includes(errnoOf(cause) ?? '');

/** What `asked` answers; `otherwise` when the group, or the process, isn't there. */
export async function unlessGone<T, F>(asked: Promise<T>, otherwise: F): Promise<T | F> {
  try {
    return await asked;
  } catch (cause) {
    if (isGone(cause)) return otherwise;
    throw cause;
  }
}

export const readGroupFile = (directory: string, name: string): Promise<string | undefined> =>
  unlessGone(readFile(`${directory}/${name}`, 'utf8'), undefined);

export const writeGroupFile = (directory: string, name: string, text: string): Promise<void> =>
  unlessGone(writeFile(`${directory}/${name}`, text, { flag: 'r+' }), undefined);

/** The group and all groups below it, each before its parent; none when it isn't there. */
export async function groupsBelow(directory: string): Promise<readonly string[]> {
  const entries = await unlessGone(readdir(directory, { withFileTypes: true }), undefined);
  if (entries === undefined) return [];
  const children = entries.filter((entry) => entry.isDirectory());
  const below = await Promise.all(children.map(({ name }) => groupsBelow(`${directory}/${name}`)));
  return [...below.flat(), directory];
}

export async function pidsIn(directory: string): Promise<readonly number[]> {
  const lists = await Promise.all(
    (await groupsBelow(directory)).map((group) => readGroupFile(group, 'cgroup.procs')),
  );
  return lists.flatMap((list) =>
    (list ?? '')
      .split('\n')
      .filter((line) => line !== '')
      .map(Number),
  );
}

/** The number behind `key` in a file of lines `key number`; 0 when there is no such line. */
export function fieldOf(text: string | undefined, key: string): number {
  const line = (text ?? '').split('\n').find((each) => each.startsWith(`${key} `));
  return line === undefined ? 0 : Number(line.slice(key.length + 1));
}

/** Also when somebody takes a parent away meanwhile: then it is made again. */
export async function makeGroup(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true });
}

const cpusetFiles = ['cpuset.cpus', 'cpuset.mems'] as const;

/**
 * Gives a group of version 1 the CPUs and memory nodes of its parent where it has none, as it has not when it is made:
 * it would take no process. A write takes the kernel about a millisecond; so the parents that get theirs here are told
 * to hand them on, and the groups made below them later need none.
 */
export async function inheritCpus(mountPoint: string, path: string): Promise<void> {
  if (await hasCpus(mountPoint + path)) return;
  let parent = mountPoint;
  for (const name of path.split('/').filter(Boolean)) {
    const group = `${parent}/${name}`;
    if (!(await hasCpus(group))) {
      for (const file of cpusetFiles)
        await writeGroupFile(group, file, (await readGroupFile(parent, file)) ?? '');
      await writeGroupFile(group, 'cgroup.clone_children', '1');
    }
    parent = group;
  }
}

async function hasCpus(group: string): Promise<boolean> {
  const held = await Promise.all(cpusetFiles.map((file) => readGroupFile(group, file)));
  return held.every((text) => text?.trim() !== '');
}

/** Whether the group is gone afterwards; false while something is in it. */
export async function removeGroup(directory: string): Promise<boolean> {
  try {
    await unlessGone(rmdir(directory), undefined);
    return true;
  } catch (cause) {
    if (['EBUSY', 'ENOTEMPTY'].includes(errnoOf(cause) ?? '')) return false;
    throw cause;
  }
}
