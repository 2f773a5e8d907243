import { spawn } from 'node:child_process';

/** A program to be run to its end: by its absolute path, or by a name that is in one of the usual directories. */
export interface ProgramCall {
  readonly program: string;
  readonly args: readonly string[];
  readonly input?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** How it ended, as far as it did. */
export type ProgramEnd =
  | { readonly kind: 'code'; readonly code: number; readonly out: string; readonly errors: string }
  /** It was never run: what the kernel answered. */
  | { readonly kind: 'not-run'; readonly cause: unknown }
  /** It took longer than its bound, and was killed. */
  | { readonly kind: 'late'; readonly boundMs: number };

/** Never rejects. */
export type RunProgram = (call: ProgramCall) => Promise<ProgramEnd>;

/** What the agent has in its own environment is nobody else's. */
export const usualPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

const boundMs = 20_000;
/** A table of rules can be long: no more than this of what a program said is kept. */
const keptBytes = 32 * 1024 * 1024;

/**
 * Runs programs of this host. Past the bound one is killed with all that it started; `prefix` are the words before each,
 * such as those of an `nsenter` that brings it into other namespaces.
 */
export const programRunner =
  (prefix: readonly string[] = []): RunProgram =>
  (call) =>
    new Promise((resolve) => {
      const [program = '', ...args] = [...prefix, call.program, ...call.args];
      const child = spawn(program, args, {
        stdio: ['pipe', 'pipe', 'pipe'],
        env: { PATH: usualPath, LC_ALL: 'C', ...call.environment },
        detached: true,
      });
      const out = gather(child.stdout);
      const errors = gather(child.stderr);
      const timer = setTimeout(() => {
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
        resolve({ kind: 'late', boundMs });
      }, boundMs);
      child.on('error', (cause) => {
        clearTimeout(timer);
        resolve({ kind: 'not-run', cause });
      });
      child.on('close', (code) => {
        clearTimeout(timer);
        resolve({ kind: 'code', code: code ?? -1, out: out(), errors: errors() });
      });
      // One that ends without reading says why by its exit code.
      child.stdin.on('error', () => undefined);
      child.stdin.end(call.input ?? '');
    });

function gather(stream: NodeJS.ReadableStream): () => string {
  let text = '';
  stream.setEncoding('utf8').on('data', (more: string) => {
    if (text.length < keptBytes) text += more;
  });
  return () => text;
}
