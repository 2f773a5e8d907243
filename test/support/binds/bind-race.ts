import { mkdir, readFile, realpath, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';

import { HostBindStaging } from '../../../src/adapters/bind-staging/host-bind-staging.js';
import { ProcfsMountTable } from '../../../src/adapters/procfs/procfs-mount-table.js';
import type { KeptBind } from '../../../src/domain/model/mount.js';
import { valueOf } from '../../../src/testing/expect-result.js';
import { temporaryDirectory } from '../temporary-directory.js';

/** What became of binds whose source was renamed all the time. */
export interface RaceResult {
  staged: number;
  refused: number;
  /** Of what lies out of where the source was kept to. */
  escapes: number;
}

/** The directory that is swapped for a link, last, on the way, behind a link and behind `..`. */
const sources = ['swapped', 'swapped/leaf', 'link/leaf', 'roundabout/leaf', 'deep/up/leaf'];

const lanes = 2;

/** Stages so many binds while another thread renames. */
export async function raceBinds(tries: number): Promise<RaceResult> {
  return whileRenamed(async (root, within) => {
    const staging = new HostBindStaging(new ProcfsMountTable());
    const result = { staged: 0, refused: 0, escapes: 0 };
    const turns = Array.from({ length: tries }, (_, index) => index).values();
    const lane = async (_: unknown, number: number): Promise<void> => {
      const area = join(root, 'run', `wharf-race-${number.toString()}`);
      for (const turn of turns) {
        const source = join(within, sources[turn % sources.length] ?? '');
        const staged = await staging.stage(area, [aKeptBind(source, within)]);
        if (!staged.ok) {
          result.refused += 1;
          continue;
        }
        result.staged += 1;
        if (await isOutside(staged.value[0] ?? '')) result.escapes += 1;
        valueOf(await staging.clear(area));
      }
    };
    await Promise.all(Array.from({ length: lanes }, lane));
    return result;
  });
}

/** The same with what does not help: to look at the path first, and to use it then. */
export async function racePaths(tries: number): Promise<RaceResult> {
  return whileRenamed(async (_, within) => {
    const result = { staged: 0, refused: 0, escapes: 0 };
    for (let turn = 0; turn < tries; turn += 1) {
      const source = join(within, 'swapped', 'leaf');
      const found = await realpath(source).catch(() => '');
      if (!found.startsWith(within)) result.refused += 1;
      else if (await isOutside(found)) result.escapes += 1;
      else result.staged += 1;
    }
    return result;
  });
}

const aKeptBind = (source: string, within: string): KeptBind => ({
  kind: 'bind',
  source,
  target: '/data',
  readOnly: false,
  propagation: 'private',
  within,
});

const isOutside = async (directory: string): Promise<boolean> =>
  (await readFile(join(directory, 'mark'), 'utf8').catch(() => '')) === 'outside';

async function whileRenamed<T>(act: (root: string, within: string) => Promise<T>): Promise<T> {
  const directory = await temporaryDirectory();
  const within = join(directory.path, 'alloc', 'data');
  await layOut(within, join(directory.path, 'host'));
  const stop = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(new URL('renamer.js', import.meta.url), {
    workerData: { directory: within, stop },
  });
  const ended = new Promise<void>((resolve, reject) => {
    worker.on('error', reject);
    worker.on('exit', () => {
      resolve();
    });
  });
  try {
    return await act(directory.path, within);
  } finally {
    Atomics.store(stop, 0, 1);
    await ended;
    await directory.remove();
  }
}

async function layOut(within: string, host: string): Promise<void> {
  for (const [root, mark] of [
    [join(within, 'swapped'), 'inside'],
    [host, 'outside'],
  ] as const) {
    await mkdir(join(root, 'leaf'), { recursive: true });
    await writeFile(join(root, 'mark'), mark);
    await writeFile(join(root, 'leaf', 'mark'), mark);
  }
  await mkdir(join(within, 'deep'));
  await symlink(host, join(within, 'planted'));
  await symlink('swapped', join(within, 'link'));
  await symlink('swapped/leaf/..', join(within, 'roundabout'));
  await symlink('../swapped', join(within, 'deep', 'up'));
}
