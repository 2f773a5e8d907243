import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';

import { err, ok, type Result } from '../../domain/shared/result.js';
import { type Problem, problem } from '../../domain/shape/problem.js';
import { SourceText } from './syntax/source-text.js';

/** Where `-` is read from. */
export type StandardInput = NodeJS.ReadableStream;

export const isStandardInput = (path: string): boolean => path === '-';

/** JSON by its name or, since no HCL begins so, by its first character. */
export const isJson = ({ path, text }: SourceText): boolean =>
  path.endsWith('.json') || text.trimStart().startsWith('{');

export async function readSource(
  path: string,
  input: StandardInput,
): Promise<Result<SourceText, readonly Problem[]>> {
  try {
    return isStandardInput(path)
      ? ok(new SourceText('<stdin>', await text(input)))
      : ok(new SourceText(path, await readFile(path, 'utf8')));
  } catch (error) {
    return err([problem(path, `can't be read: ${wordsFor(error)}`)]);
  }
}

const known: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a directory',
  EACCES: 'it may not be read by this user',
};

function wordsFor(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return known[code] ?? error.message;
}
