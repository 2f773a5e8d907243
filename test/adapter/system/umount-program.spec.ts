import { open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect } from 'chai';

import { UmountProgram } from '../../../src/adapters/system/umount-program.js';
import { faultOf, valueOf } from '../../../src/testing/expect-result.js';
import { mountedBelow, mountTmpfs, unmountBelow } from '../../support/mounts/mounted.js';
import { temporaryDirectory, type TemporaryDirectory } from '../../support/temporary-directory.js';

describe('UmountProgram', function () {
  let directory: TemporaryDirectory;
  const umount = new UmountProgram();

  beforeEach(async function () {
    directory = await temporaryDirectory();
  });
  afterEach(async function () {
    await unmountBelow(directory.path);
    await directory.remove();
  });

  it('takes away what lies on top, and nothing else', async function () {
    const at = join(directory.path, 'a place');
    await mountTmpfs(at);
    await mountTmpfs(at);
    valueOf(await umount.unmount(at, 'at-once'));
    expect(await mountedBelow(at)).to.have.length(1);
    valueOf(await umount.unmount(at, 'at-once'));
    expect(await mountedBelow(at)).to.deep.equal([]);
    valueOf(await umount.unmount(at, 'at-once'));
  });

  it('says conflict for what is in use, unless it is to go lazily', async function () {
    await mountTmpfs(join(directory.path, 'busy'));
    await writeFile(join(directory.path, 'busy', 'file'), '');
    const held = await open(join(directory.path, 'busy', 'file'));
    try {
      expect(faultOf(await umount.unmount(join(directory.path, 'busy'), 'at-once'))).to.equal('conflict');
      valueOf(await umount.unmount(join(directory.path, 'busy'), 'lazily'));
      expect(await mountedBelow(directory.path)).to.deep.equal([]);
    } finally {
      await held.close();
    }
  });
});
