import { readdir, readFile, rm } from 'node:fs/promises';
import { posix } from 'node:path';

import { addressKeeper, type NetworkConfig } from './network-config.js';
import { unlessMissing } from './read-fault.js';

/** Files of `host-local` that say an address is this id's. Throws what the file system says. */
export async function shownLeases(config: NetworkConfig, id: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const directory of directoriesOf(config))
    for (const name of await unlessMissing(readdir(directory), [])) {
      // An address, not the lock or what was given last.
      if (!/^[0-9a-f.:]+$/i.test(name)) continue;
      const path = posix.join(directory, name);
      const [holder] = (await unlessMissing(readFile(path, 'utf8'), '')).split('\n');
      if (holder?.trim() === id) found.push(path);
    }
  return found;
}

export async function removeLeases(config: NetworkConfig, id: string): Promise<void> {
  for (const path of await shownLeases(config, id)) await rm(path, { force: true });
}

const directoriesOf = ({ name, plugins }: NetworkConfig): readonly string[] =>
  plugins
    .map(addressKeeper)
    .filter((keeper) => keeper?.type === 'host-local')
    .map((keeper) => {
      const root = keeper?.['dataDir'];
      return posix.join(typeof root === 'string' && root !== '' ? root : '/var/lib/cni/networks', name);
    });
