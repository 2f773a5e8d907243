import { spawn } from 'node:child_process';

import type { CommandEnd } from './read-fault.js';

/** Environment of every program run here: what the agent has in its own is nobody else's. */
export const plainEnvironment: Readonly<Record<string, string>> = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
};

/** No more of what a program said is kept. */
const keptBytes = 64 * 1024;

/** Runs a program to its end or, past the bound, kills it. `said` is what it wrote to both its outputs. Never rejects. */
export function runCommand(path: string, args: readonly string[], boundMs: number): Promise<CommandEnd> {
  return new Promise((resolve) => {
    const child = spawn(path, args, { stdio: ['ignore', 'pipe', 'pipe'], env: plainEnvironment });
    let said = '';
    const keep = (text: string): void => {
      if (said.length < keptBytes) said += text;
    };
    child.stdout.setEncoding('utf8').on('data', keep);
    child.stderr.setEncoding('utf8').on('data', keep);
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      resolve({ kind: 'late', boundMs });
    }, boundMs);
    child.on('error', (cause) => {
      clearTimeout(timer);
      resolve({ kind: 'not-run', cause });
    });
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ kind: 'code', code: code ?? -1, said });
    });
  });
}
