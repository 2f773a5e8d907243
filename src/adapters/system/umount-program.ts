import { execFile } from 'node:child_process';

import { fault } from '../../domain/faults/runtime-fault.js';
import type { Answer } from '../../domain/ports/runtime.js';
import type { Unmounter } from '../../domain/ports/unmounter.js';
import { done, err } from '../../domain/shared/result.js';

const boundMs = 10_000;

/** By umount(8). */
export class UmountProgram implements Unmounter {
  async unmount(mountPoint: string, how: 'at-once' | 'lazily'): Answer<undefined> {
    const lazily = how === 'lazily' ? ['--lazy'] : [];
    const failure = await run(['--no-mtab', '--no-canonicalize', ...lazily, '--', mountPoint]);
    if (failure === undefined || /not mounted|no mount point|not found/i.test(failure)) return done;
    const kind = /busy/i.test(failure) ? 'conflict' : 'internal';
    return err(fault(kind, `can't unmount ${mountPoint}: ${failure}`));
  }
}

/** What went wrong, for people. */
const run = (args: readonly string[]): Promise<string | undefined> =>
  new Promise((resolve) => {
    const bounds = { timeout: boundMs, killSignal: 'SIGKILL', env: { ...process.env, LC_ALL: 'C' } } as const;
    execFile('umount', args, bounds, (error, _, stderr) => {
      resolve(error === null ? undefined : stderr.trim() || error.message);
    });
  });
