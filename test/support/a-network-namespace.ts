import { execFile } from 'node:child_process';
import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface PinnedNamespace {
  readonly path: string;
  /** As `readlink /proc/PID/ns/net` tells it. */
  readonly name: string;
  readonly remove: () => Promise<void>;
}

/** A network namespace with nothing but a loopback, pinned to a file in `directory`. */
export async function aNetworkNamespace(directory: string): Promise<PinnedNamespace> {
  const path = join(directory, 'ns');
  await writeFile(path, '');
  await run('unshare', [`--net=${path}`, 'true']);
  const { ino } = await stat(path);
  return {
    path,
    name: `net:[${ino.toString()}]`,
    remove: async () => {
      await run('umount', [path]);
    },
  };
}
