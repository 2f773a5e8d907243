import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { errnoOf } from '../read-fault.js';
import { isLogDamaged } from './log-file.js';
import { isTableDamaged } from './table-file.js';

/**
 * What is wrong with the files of a database, as a clause; undefined when nothing is seen to be.
 *
 * LevelDB passes over what is damaged in a log, does not check its tables unless told to, which this binding can't, and
 * begins anew where it finds no `CURRENT`: each would make a store out of which records are gone without a word.
 */
export async function findDamage(directory: string): Promise<string | undefined> {
  const names = await readdir(directory);
  if (!names.includes('CURRENT')) return names.some(holdsRecords) ? 'its file CURRENT is gone' : undefined;
  for (const name of names) {
    const isDamaged = judgeOf(name);
    if (isDamaged === undefined) continue;
    const content = await readIfThere(join(directory, name));
    if (content !== undefined && isDamaged(content)) return `its file ${name} is damaged`;
  }
  return undefined;
}

const holdsRecords = (name: string): boolean => /^\d+\.(?:log|ldb|sst)$/.test(name);

function judgeOf(name: string): ((content: Buffer) => boolean) | undefined {
  if (/^\d+\.(?:ldb|sst)$/.test(name)) return isTableDamaged;
  return /^(?:\d+\.log|MANIFEST-\d+)$/.test(name) ? isLogDamaged : undefined;
}

/** Another process may hold the database: its files come and go until LevelDB has refused us. */
const readIfThere = (path: string): Promise<Buffer | undefined> =>
  readFile(path).catch((cause: unknown) => {
    if (errnoOf(cause) === 'ENOENT') return undefined;
    throw cause;
  });
