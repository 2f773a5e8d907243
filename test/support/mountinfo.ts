import { readFile } from 'node:fs/promises';

import type { MountTable } from '../../src/domain/ports/mount-table.js';
import { valueOf } from '../../src/testing/expect-result.js';
import { ok } from '../../src/domain/shared/result.js';
import { aHostMount } from './builders/a-host-mount.js';

export interface SeenMount {
  readonly mountPoint: string;
  readonly fileSystem: string;
  readonly options: readonly string[];
}

/** The mounts that this process sees, as far as tests ask. Paths of tests have no characters that are escaped. */
export async function mountsHere(): Promise<readonly SeenMount[]> {
  const lines = (await readFile('/proc/self/mountinfo', 'utf8')).trim().split('\n');
  return lines.map((line) => {
    const [own = '', rest = ''] = line.split(' - ');
    const fields = own.split(' ');
    const [fileSystem = '', , superOptions = ''] = rest.split(' ');
    const options = `${fields[5] ?? ''},${superOptions}`.split(',');
    return { mountPoint: fields[4] ?? '', fileSystem, options };
  });
}

/** For adapters that ask for a mount table. */
export const mountTableHere: MountTable = {
  list: async () =>
    ok(
      (await mountsHere()).map(({ mountPoint, fileSystem }) => {
        return aHostMount(mountPoint, { fileSystem });
      }),
    ),
  ofProcess: () => mountTableHere.list(),
  resolve: (path) => Promise.resolve(ok(path)),
  made: async (_, binds) => {
    const all = valueOf(await mountTableHere.list());
    return ok({ task: all, host: all, binds });
  },
};
