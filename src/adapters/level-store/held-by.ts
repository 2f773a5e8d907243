import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { ProcessIdentity, ProcessTable } from '../../domain/ports/process-table.js';
import { isJsonObject } from '../../domain/shared/json.js';
import { parseJson } from './records/parse-json.js';

/** Beside the files of LevelDB, which leaves alone what it does not know. */
const fileIn = (directory: string): string => join(directory, 'held-by');

/**
 * Writes down that this process has the store. Only so that a message can name it: what keeps others out is LevelDB's
 * own lock, and this may fail.
 */
export async function writeHolder(directory: string, processes: ProcessTable): Promise<void> {
  const own = await processes.identify(process.pid);
  if (!own.ok || own.value === undefined) return;
  await writeFile(fileIn(directory), JSON.stringify(own.value), { mode: 0o600 }).catch(() => undefined);
}

export const removeHolder = (directory: string): Promise<void> =>
  rm(fileIn(directory), { force: true }).catch(() => undefined);

/** The process that has the store, in words for people; undefined when none that lives can be named. */
export async function nameHolder(directory: string, processes: ProcessTable): Promise<string | undefined> {
  const identity = readIdentity(await readFile(fileIn(directory), 'utf8').catch(() => ''));
  if (identity === undefined) return undefined;
  const alive = await processes.isAlive(identity);
  if (!alive.ok || !alive.value) return undefined;
  const command = await commandOf(identity.pid);
  return `process ${identity.pid.toString()}${command === '' ? '' : ` (${command})`}`;
}

function readIdentity(text: string): ProcessIdentity | undefined {
  const json = parseJson(text);
  if (!isJsonObject(json)) return undefined;
  const { pid, startTicks, bootId } = json;
  return typeof pid === 'number' && typeof startTicks === 'number' && typeof bootId === 'string'
    ? { pid, startTicks, bootId }
    : undefined;
}

/** Empty when it can't be read. A process chooses its own: nothing in it may reach a terminal as a command. */
async function commandOf(pid: number): Promise<string> {
  const line = await readFile(`/proc/${pid.toString()}/cmdline`, 'utf8').catch(() => '');
  return line
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, 200);
}
