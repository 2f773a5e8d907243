import type { BigIntStats } from 'node:fs';
import { chmod, chown, link, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

import { fault, type RuntimeFault } from '../../../domain/faults/runtime-fault.js';
import { err, ok, type Result } from '../../../domain/shared/result.js';
import { groupId } from './group-id.js';
import { clearSocketPath, look } from './socket-file.js';

export interface SocketPlace {
  readonly path: string;
  /** Name or number; undefined: its owner alone may connect. */
  readonly group: string | undefined;
}

/** What the kernel keeps of a path, less the zero at its end and what is added while the socket is made. */
const longestPath = 107 - '.XXXXXX/s'.length;

/**
 * Lets `listen` make a socket that appears at its path in one step and with its rights, where nothing is by then: it is
 * made in a directory that is ours alone, and linked from there. Never replaces what another process put there meanwhile.
 */
export async function placeSocket(
  { path, group }: SocketPlace,
  listen: (path: string) => Promise<unknown>,
): Promise<Result<BigIntStats, RuntimeFault>> {
  if (Buffer.byteLength(path) > longestPath) return err(tooLong(path));
  const gid = group === undefined ? undefined : await groupId(group);
  if (gid?.ok === false) return gid;
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o711 });
    const cleared = await clearSocketPath(path);
    return cleared.ok ? await linkIntoPlace(path, gid?.value, listen) : cleared;
  } catch (error) {
    return err(readErrno(path, error as NodeJS.ErrnoException));
  }
}

async function linkIntoPlace(
  path: string,
  gid: number | undefined,
  listen: (path: string) => Promise<unknown>,
): Promise<Result<BigIntStats, RuntimeFault>> {
  const workshop = await mkdtemp(`${path}.`);
  try {
    const made = `${workshop}/s`;
    await listen(made);
    if (gid !== undefined) await chown(made, -1, gid);
    await chmod(made, gid === undefined ? 0o600 : 0o660);
    await link(made, path);
  } finally {
    await rm(workshop, { recursive: true, force: true });
  }
  const placed = await look(path);
  return placed === undefined ? err(vanished(path)) : ok(placed);
}

const tooLong = (path: string): RuntimeFault =>
  fault(
    'invalid-spec',
    `the API can't listen at ${path}: the path of a socket has at most ${longestPath.toString()} bytes here`,
    {
      remedy: 'set api.socket to a shorter path',
    },
  );

const vanished = (path: string): RuntimeFault =>
  fault('conflict', `the API can't listen at ${path}: its socket was taken away at once`, {
    remedy: 'see who else uses that directory, or set api.socket to another path',
  });

function readErrno(path: string, { code, message }: NodeJS.ErrnoException): RuntimeFault {
  const remedy = 'set api.socket to a path in a directory that this user may write to';
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return fault('permission-denied', `the API can't listen at ${path}: ${message}`, { remedy });
  if (code === 'EEXIST')
    return fault('conflict', `the API can't listen at ${path}: another process took it just now`, { remedy });
  return fault('internal', `the API can't listen at ${path}: ${message}`);
}
