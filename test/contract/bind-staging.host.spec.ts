import { link, mkdir, readFile, rename, symlink, writeFile } from 'node:fs/promises';

import { HostBindStaging } from '../../src/adapters/bind-staging/host-bind-staging.js';
import { ProcfsMountTable } from '../../src/adapters/procfs/procfs-mount-table.js';
import { describeBindStaging } from '../../src/testing/contract/bind-staging.contract.js';
import { temporaryDirectory } from '../support/temporary-directory.js';

describeBindStaging('on this host', async () => {
  const directory = await temporaryDirectory();
  return {
    subject: new HostBindStaging(new ProcfsMountTable()),
    root: directory.path,
    makeDirectory: (path) => mkdir(path),
    makeFile: (path, content) => writeFile(path, content),
    makeLink: (path, to) => symlink(to, path),
    makeName: (path, of) => link(of, path),
    move: (from, to) => rename(from, to),
    read: (path) => readFile(path, 'utf8').catch(() => undefined),
    dispose: () => directory.remove(),
  };
});
