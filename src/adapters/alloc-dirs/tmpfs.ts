import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';

import { fault } from '../../domain/faults/runtime-fault.js';
import type { Answer } from '../../domain/ports/runtime.js';
import { done, err } from '../../domain/shared/result.js';

const boundMs = 10_000;
const capSysAdmin = 1n << 21n;

/** Whether this process may mount. */
export async function mayMount(): Promise<boolean> {
  const status = await readFile('/proc/self/status', 'utf8').catch(() => '');
  const effective = /^CapEff:\s*([0-9a-f]+)$/m.exec(status)?.[1] ?? '0';
  return (BigInt(`0x${effective}`) & capSysAdmin) !== 0n;
}

/** Mounts an empty file system in memory; where the kernel can (6.3 and later), one that never goes to swap. */
export async function mountTmpfs(path: string, sizeMb: number): Answer<undefined> {
  const options = `size=${sizeMb.toString()}m,noexec,nosuid,nodev`;
  const mount = (o: string): Promise<string | undefined> =>
    run('mount', ['-t', 'tmpfs', '-o', o, 'wharf', path]);
  if ((await mount(`${options},noswap`)) === undefined) return done;
  const failure = await mount(options);
  return failure === undefined ? done : err(fault('internal', `mounting ${path}: ${failure}`));
}

/** Whether that worked is told by the mount table, not here: what is mounted may be gone already. */
export async function unmount(path: string): Promise<void> {
  await run('umount', ['--no-canonicalize', '--', path]);
}

/** What went wrong, for people. */
const run = (command: string, args: readonly string[]): Promise<string | undefined> =>
  new Promise((resolve) => {
    execFile(command, args, { timeout: boundMs, killSignal: 'SIGKILL' }, (error, _, stderr) => {
      resolve(error === null ? undefined : stderr.trim() || error.message);
    });
  });
