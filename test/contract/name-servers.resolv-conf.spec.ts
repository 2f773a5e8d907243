import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { ResolvConf } from '../../src/adapters/system/resolv-conf.js';
import { describeNameServers } from '../../src/testing/contract/name-servers.contract.js';
import { temporaryDirectory } from '../support/temporary-directory.js';

describeNameServers('in a resolv.conf', async () => {
  const directory = await temporaryDirectory();
  const file = join(directory.path, 'resolv.conf');
  return {
    asking: async (servers) => {
      await writeFile(file, servers.map((server) => `nameserver ${server}\n`).join(''));
      return new ResolvConf([file]);
    },
    silent: () => Promise.resolve(new ResolvConf([file])),
    dispose: () => directory.remove(),
  };
});
