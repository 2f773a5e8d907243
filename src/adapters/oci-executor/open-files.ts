import { readdir, readlink, realpath } from 'node:fs/promises';
import { posix } from 'node:path';

import { unlessMissing } from './observer.js';

/**
 * The names of what a process has open right in a directory: as they are now, with ` (deleted)` behind those of files that
 * have none any more. None when either is gone.
 */
export async function openFilesIn(directory: string, pid: number): Promise<readonly string[]> {
  const place = await unlessMissing(realpath(directory), undefined);
  const opened = `/proc/${pid.toString()}/fd`;
  const numbers = await unlessMissing(readdir(opened), []);
  const paths = await Promise.all(
    numbers.map((number) => unlessMissing(readlink(`${opened}/${number}`), '')),
  );
  return paths.filter((path) => posix.dirname(path) === place).map((path) => posix.basename(path));
}
