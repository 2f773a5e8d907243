import { spawn } from 'node:child_process';

import { fault, type RuntimeFault } from '../../domain/faults/runtime-fault.js';
import { errnoFault } from './read-fault.js';

const boundMs = 10_000;
const environment = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' };

/** Where a program finds the descriptor that is handed on to it. */
export const handedOn = '/proc/self/fd/3';

/**
 * Runs mount(8) or umount(8), which are told to take paths as they are: what a descriptor leads to is for the kernel to
 * follow. Undefined when it was done.
 */
export function runMount(
  command: 'mount' | 'umount',
  args: readonly string[],
  descriptor?: number,
): Promise<RuntimeFault | undefined> {
  const words = [command, ...args].join(' ');
  return new Promise((resolve) => {
    const handed = descriptor === undefined ? [] : [descriptor];
    const child = spawn(command, ['--no-canonicalize', ...args], {
      stdio: ['ignore', 'ignore', 'pipe', ...handed],
      env: environment,
      timeout: boundMs,
      killSignal: 'SIGKILL',
    });
    let said = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    child.on('error', (cause) => {
      resolve(errnoFault(`run ${words}`, cause));
    });
    child.on('close', (code) => {
      resolve(code === 0 ? undefined : refused(words, said.trim()));
    });
  });
}

/** The programs have one exit code for all that the kernel answers. */
function refused(words: string, said: string): RuntimeFault {
  const message = `${words} failed: ${said === '' ? 'it did not say why' : said}`;
  return /permission denied|superuser|not permitted/i.test(said)
    ? fault('permission-denied', message, {
        remedy: 'run wharf as root; or let docker tasks bind what they like, with docker.volumes.enabled',
      })
    : fault('internal', message);
}
