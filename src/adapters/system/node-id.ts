import { randomUUID } from 'node:crypto';
import { type FileHandle, link, mkdir, open, readFile, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { type RuntimeFault, fault } from '../../domain/faults/runtime-fault.js';
import type { OwnerId } from '../../domain/model/ids.js';
import type { Answer } from '../../domain/ports/runtime.js';
import { err, ok } from '../../domain/shared/result.js';

export const freshNodeId = (): OwnerId => randomUUID() as OwnerId;

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * The id of this node, kept in `node-id` in the state directory. Whoever comes first makes it, and all who come at the
 * same time get the same: a file appears under that name only complete, and never replaces one.
 */
export async function nodeIdIn(stateDirectory: string): Answer<OwnerId> {
  const path = join(stateDirectory, 'node-id');
  try {
    const text = (await readIfThere(path)) ?? (await make(stateDirectory, path));
    const id = text.trim();
    return uuid.test(id) ? ok(id as OwnerId) : err(notAnId(path));
  } catch (cause) {
    return err(notKept(path, cause));
  }
}

async function make(stateDirectory: string, path: string): Promise<string> {
  await makePath(stateDirectory);
  const id = freshNodeId();
  const draft = `${path}.${id}`;
  await withFile(draft, 'wx', async (file) => {
    await file.writeFile(`${id}\n`);
    await file.sync();
  });
  try {
    await link(draft, path);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  } finally {
    await unlink(draft);
  }
  await withFile(stateDirectory, 'r', (directory) => directory.sync());
  return readFile(path, 'utf8');
}

/** Step by step: Node's own way never returns where a directory that is there takes no others, as in /proc. */
async function makePath(path: string): Promise<void> {
  const make = (): Promise<string | undefined> => mkdir(path, { mode: 0o711 }).then(() => undefined, codeOf);
  const parent = dirname(path);
  if ((await make()) !== 'ENOENT' || parent === path) return;
  await makePath(parent);
  await make();
}

async function withFile(
  path: string,
  flags: string,
  act: (file: FileHandle) => Promise<void>,
): Promise<void> {
  const file = await open(path, flags, 0o644);
  await act(file).finally(() => file.close());
}

const readIfThere = (path: string): Promise<string | undefined> =>
  readFile(path, 'utf8').catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  });

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;

const notAnId = (path: string): RuntimeFault =>
  fault('internal', `${path} holds no node id`, {
    remedy: `put this host's id back (the label wharf.owner of what it runs), or remove ${path} to get a new one`,
  });

const notKept = (path: string, cause: unknown): RuntimeFault =>
  codeOf(cause) === 'ENOSPC' || codeOf(cause) === 'EDQUOT'
    ? fault('resource-exhausted', `keeping the node's id in ${path}: no room`, { cause })
    : fault('permission-denied', `keeping the node's id in ${path}: ${codeOf(cause) ?? String(cause)}`, {
        cause,
        remedy: 'run as root, or set state_dir to a directory that can be written',
      });
