import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { posix } from 'node:path';

import { isJsonObject, type Json } from '../../domain/shared/json.js';
import type { Tool, Tools } from './tools.js';

/** The tools that were found to work when `key` was what they are today; undefined when nothing is known. */
export async function recallTools(path: string, key: string): Promise<Tools | undefined> {
  const json = parsed(await readFile(path, 'utf8').catch(() => ''));
  if (!isJsonObject(json) || json['key'] !== key) return undefined;
  const [runtime, conmon] = [toolIn(json['runtime']), toolIn(json['conmon'])];
  return runtime === undefined || conmon === undefined ? undefined : { runtime, conmon };
}

/** Best effort: without it the next process only has to find out again. */
export async function rememberTools(path: string, key: string, tools: Tools): Promise<void> {
  const fresh = `${path}.${process.pid.toString()}`;
  try {
    await mkdir(posix.dirname(path), { recursive: true, mode: 0o711 });
    await writeFile(fresh, JSON.stringify({ key, ...tools }), { mode: 0o600 });
    await rename(fresh, path);
  } catch {
    return;
  }
}

function toolIn(json: Json | undefined): Tool | undefined {
  if (!isJsonObject(json)) return undefined;
  const { name, path, version } = json;
  return typeof name === 'string' && typeof path === 'string' && typeof version === 'string'
    ? { name, path, version }
    : undefined;
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
