import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { promisify } from 'node:util';

import { ProcfsMountTable } from '../../../src/adapters/procfs/procfs-mount-table.js';
import type { HostMount } from '../../../src/domain/model/host-mount.js';
import { valueOf } from '../../../src/testing/expect-result.js';

const run = promisify(execFile);
const table = new ProcfsMountTable();

/** Mounts a file system in memory, and makes the place for it. */
export async function mountTmpfs(at: string, ...options: readonly string[]): Promise<void> {
  await mkdir(at, { recursive: true });
  await run('mount', ['-t', 'tmpfs', 'wharf-test', at]);
  for (const option of options) await run('mount', [option, at]);
}

export async function bindOnto(source: string, at: string, ...options: readonly string[]): Promise<void> {
  await mkdir(at, { recursive: true });
  await run('mount', ['--bind', source, at]);
  for (const option of options) await run('mount', [option, at]);
}

/** What is mounted below a path on this host, or as a process sees it. */
export async function mountedBelow(path: string, pid?: number): Promise<readonly HostMount[]> {
  const mounts = valueOf(await (pid === undefined ? table.list() : table.ofProcess(pid)));
  return mounts.filter(({ mountPoint }) => mountPoint === path || mountPoint.startsWith(`${path}/`));
}

/** Takes away all that is mounted at a path and below it, the deepest first. */
export async function unmountBelow(path: string): Promise<void> {
  for (const { mountPoint } of (await mountedBelow(path)).toReversed()) await run('umount', [mountPoint]);
}
