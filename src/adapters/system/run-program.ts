import { spawn } from 'node:child_process';

export interface ProgramCall {
  readonly path: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly boundMs: number;
}

export type ProgramEnd =
  | { readonly kind: 'code'; readonly code: number; readonly said: string }
  /** Never run, past its bound, or no longer wanted. */
  | { readonly kind: 'failed'; readonly why: string };

/** No more of what a program said is kept. */
const keptCharacters = 64 * 1024;

/**
 * Runs a program to its end; past the bound, or when nobody waits any more, kills it with whatever it started. `said` is
 * what it wrote to both its outputs. Never rejects.
 */
export function runProgram(call: ProgramCall, signal: AbortSignal): Promise<ProgramEnd> {
  const { path, args, environment: env, boundMs } = call;
  if (signal.aborted) return Promise.resolve(givenUp);
  return new Promise((resolve) => {
    // The first of a group of its own, so that what it starts can be killed with it.
    const child = spawn(path, args, { stdio: ['ignore', 'pipe', 'pipe'], env, detached: true });
    let said = '';
    const keep = (text: string): void => {
      said = (said + text).slice(0, keptCharacters);
    };
    child.stdout.setEncoding('utf8').on('data', keep);
    child.stderr.setEncoding('utf8').on('data', keep);
    const end = (how: ProgramEnd): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
      resolve(how);
    };
    let cut: ProgramEnd | undefined;
    const kill = (how: ProgramEnd): void => {
      cut ??= how;
      killGroup(child.pid);
    };
    const abort = (): void => {
      kill(givenUp);
    };
    const timer = setTimeout(() => {
      kill({ kind: 'failed', why: `gave no answer for ${boundMs.toString()} ms` });
    }, boundMs);
    signal.addEventListener('abort', abort, { once: true });
    child.once('error', ({ message }) => {
      end({ kind: 'failed', why: `can't be run: ${message}` });
    });
    child.once('close', (code) => {
      end(cut ?? { kind: 'code', code: code ?? -1, said });
    });
  });
}

const givenUp: ProgramEnd = { kind: 'failed', why: 'was given up before it answered' };

function killGroup(leader: number | undefined): void {
  if (leader === undefined) return;
  try {
    process.kill(-leader, 'SIGKILL');
  } catch {
    // It has ended meanwhile.
  }
}
