import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

import { err, ok, type Result } from '../../../domain/shared/result.js';
import { type Problem, problem } from '../../../domain/shape/problem.js';
import type { SourceText } from '../syntax/source-text.js';
import { diagnosticsOf } from './diagnostics.js';

const program = fileURLToPath(new URL('parser-process.js', import.meta.url));

/** Some hundred times what a long job file takes. */
const timeLimitMs = 60_000;

/** All syntax errors of the texts, as HCL's own parser finds them. It runs in a process that is gone afterwards. */
export async function syntaxProblems(sources: readonly SourceText[]): Promise<readonly Problem[]> {
  const answer = await ask(JSON.stringify(sources.map((source) => source.text)));
  if (!answer.ok) return [problem(sources[0]?.path ?? '', `could not be parsed: ${answer.error}`)];
  return sources.flatMap((source, index) => diagnosticsOf(answer.value[index] ?? '', source));
}

async function ask(question: string): Promise<Result<readonly string[], string>> {
  const child = spawn(process.execPath, [program], {
    stdio: ['pipe', 'pipe', 'pipe'],
    timeout: timeLimitMs,
    killSignal: 'SIGKILL',
    env: {},
  });
  const ended = new Promise<string | undefined>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, signal) =>
      resolve(code === 0 ? undefined : `ended with ${String(code ?? signal)}`),
    );
  });
  // Its end tells more than a pipe that broke.
  child.stdin.on('error', () => undefined).end(question);
  const [failure, answer, complaint] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  return failure === undefined
    ? ok(JSON.parse(answer) as readonly string[])
    : err(`the parser ${failure} ${complaint}`.trim());
}
