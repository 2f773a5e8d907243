import { randomUUID } from 'node:crypto';
import { type BigIntStats } from 'node:fs';
import { lstat, rename, unlink } from 'node:fs/promises';
import { connect } from 'node:net';

import { fault, type RuntimeFault } from '../../../domain/faults/runtime-fault.js';
import { done, err, ok, type Result } from '../../../domain/shared/result.js';

/** Takes what a dead agent left at a path away. Never what somebody listens at, and never anything but a socket. */
export async function clearSocketPath(path: string): Promise<Result<undefined, RuntimeFault>> {
  const seen = await look(path);
  if (seen === undefined) return done;
  if (!seen.isSocket()) return err(notASocket(path));
  const answer = await knock(path);
  if (answer === 'ENOENT') return done;
  return answer === 'ECONNREFUSED' ? takeAway(path, seen) : err(inUse(path, answer));
}

/** Removes the socket, unless something else stands at its path by now. */
export async function removeSocket(path: string, own: BigIntStats): Promise<void> {
  const seen = await look(path);
  if (seen !== undefined && isSame(seen, own)) await unlink(path).catch(() => undefined);
}

/** Undefined: there is nothing. */
export const look = (path: string): Promise<BigIntStats | undefined> =>
  lstat(path, { bigint: true }).catch((error: unknown) => {
    if (isAbsent(error)) return undefined;
    throw error;
  });

const isAbsent = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';

/**
 * Takes what was seen away. Another agent may do the same at the same time, and be quicker: what was moved aside is looked
 * at once more.
 */
export async function takeAway(path: string, seen: BigIntStats): Promise<Result<undefined, RuntimeFault>> {
  const aside = `${path}.${randomUUID().slice(0, 8)}`;
  try {
    await rename(path, aside);
  } catch (error) {
    if (isAbsent(error)) return done;
    throw error;
  }
  const moved = await look(aside);
  if (moved !== undefined && !isSame(moved, seen)) {
    await rename(aside, path);
    return err(inUse(path, 'another agent took it just now'));
  }
  await unlink(aside).catch(() => undefined);
  return ok(undefined);
}

const isSame = (a: BigIntStats, b: BigIntStats): boolean =>
  a.dev === b.dev && a.ino === b.ino && a.birthtimeNs === b.birthtimeNs;

/** `answers`, or the errno with which nobody did. */
const knock = (path: string): Promise<string> =>
  new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve('answers');
    });
    socket.once('error', ({ code }: NodeJS.ErrnoException) => {
      resolve(code ?? 'answers');
    });
  });

const notASocket = (path: string): RuntimeFault =>
  fault('conflict', `the API can't listen at ${path}: what is there is not a socket`, {
    remedy: 'move it away, or set api.socket to another path',
  });

const inUse = (path: string, why: string): RuntimeFault =>
  fault('conflict', `the API can't listen at ${path}: another process has that socket (${why})`, {
    remedy: 'stop the other agent, or set api.socket to another path',
  });
