import { parse } from '@cdktn/hcl2json';
import { Readable } from 'node:stream';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { HclJobReader } from '../../../src/adapters/hcl-jobs/hcl-job-reader.js';
import { diagnosticsOf } from '../../../src/adapters/hcl-jobs/official/diagnostics.js';
import type { SourceText } from '../../../src/adapters/hcl-jobs/syntax/source-text.js';
import type { JobReader, JobSource, ReadJob } from '../../../src/domain/ports/job-reader.js';
import type { Problem } from '../../../src/domain/shape/problem.js';
import { err, type Result } from '../../../src/domain/shared/result.js';
import { temporaryDirectory } from '../../support/temporary-directory.js';

const root = fileURLToPath(new URL('../../../../', import.meta.url));

export const supportedJobs = join(root, 'test/support/jobs/supported');
export const wrongJobs = join(root, 'test/support/jobs/wrong');
/** Wrong both in how they are written and for rules and drivers. */
export const jobsWrongTogether = join(root, 'test/support/jobs/wrong-together');
export const jobsForDrivers = join(root, 'test/support/jobs/refused-later');
export const examples = join(root, 'examples');

export const filesIn = async (directory: string): Promise<readonly string[]> =>
  (await readdir(directory, { withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map(({ name }) => join(directory, name))
    .sort();

/** The official parser in this process: its memory is no matter here, and starting one for each text takes long. */
async function syntaxHere(sources: readonly SourceText[]): Promise<readonly Problem[]> {
  const problems = await Promise.all(
    sources.map(async (source) => {
      try {
        await parse('wharf-input', source.text);
        return [];
      } catch (error) {
        return diagnosticsOf(error instanceof Error ? error.message : String(error), source);
      }
    }),
  );
  return problems.flat();
}

export async function readJobFile(
  path: string,
  given: Partial<JobSource> = {},
  input = '',
): Promise<Result<ReadJob, readonly Problem[]>> {
  const read = await readerOf(input).read({
    path,
    variables: {},
    variableFiles: [],
    environment: {},
    ...given,
  });
  return read.ok ? read : err(read.error.problems);
}

/** A reader with this text as its standard input. */
export const readerOf = (input = ''): JobReader =>
  new HclJobReader({ standardInput: Readable.from([Buffer.from(input)]), syntax: syntaxHere });

/** Reads a text as if it came through a pipe. */
export const readText = (
  text: string,
  given: Partial<JobSource> = {},
): Promise<Result<ReadJob, readonly Problem[]>> => readJobFile('-', given, text);

/** A job of one task, with a text in the place of its config's content. */
export const jobWithConfig = (config: string, before = ''): string =>
  `${before}\njob "j" {\n group "g" {\n task "t" {\n driver = "exec"\n config {\n${config}\n}\n}\n}\n}\n`;

/** The lines `# wrong: …` of a job file, each a list of parts that one problem has to hold. */
export async function expectedProblems(path: string): Promise<readonly (readonly string[])[]> {
  const lines = (await readFile(path, 'utf8')).split('\n');
  return lines.flatMap((line) => {
    const [, expected] = /^\s*# wrong: (.*)$/.exec(line) ?? [];
    return expected === undefined ? [] : [expected.split(' | ')];
  });
}

/** A problem in one line, with the name of the file instead of its path. */
export const inFull = ({ path, message, suggestion, position }: Problem): string =>
  [
    position === undefined
      ? ''
      : `${basename(position.file)}:${position.line.toString()}:${position.column.toString()}`,
    path,
    message,
    suggestion ?? '',
  ].join(' | ');

/** Files of these texts in a directory that is gone afterwards. */
export async function withFiles<T>(
  files: Readonly<Record<string, string>>,
  use: (directory: string) => Promise<T>,
): Promise<T> {
  const directory = await temporaryDirectory();
  try {
    for (const [name, text] of Object.entries(files)) await writeFile(join(directory.path, name), text);
    return await use(directory.path);
  } finally {
    await directory.remove();
  }
}
