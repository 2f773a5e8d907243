import { readFile, readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';

import { HostAllocDirectories } from '../../src/adapters/alloc-dirs/host-alloc-directories.js';
import { mountTableHere } from '../support/mountinfo.js';
import { temporaryDirectory } from '../support/temporary-directory.js';
import {
  type AllocDirectoriesHarness,
  describeAllocDirectories,
} from '../../src/testing/contract/alloc-directories.contract.js';

async function harness(canMount: boolean): Promise<AllocDirectoriesHarness> {
  const directory = await temporaryDirectory();
  const root = directory.path;
  return {
    subject: new HostAllocDirectories({ root, mounts: mountTableHere, canMount }),
    root,
    async everything() {
      const entries = await readdir(root, { recursive: true, withFileTypes: true });
      return entries.map((entry) => relative(root, join(entry.parentPath, entry.name)));
    },
    read: (path) => readFile(join(root, path), 'utf8'),
    dispose: () => directory.remove(),
  };
}

describeAllocDirectories('on this host, secrets in memory', () => harness(true));
describeAllocDirectories('on this host, where nothing can be mounted', () => harness(false));
