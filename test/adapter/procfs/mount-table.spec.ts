import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect } from 'chai';

import { ProcfsMountTable } from '../../../src/adapters/procfs/procfs-mount-table.js';
import { faultOf, valueOf } from '../../../src/testing/expect-result.js';
import { temporaryDirectory, type TemporaryDirectory } from '../../support/temporary-directory.js';

describe('ProcfsMountTable', function () {
  it('lists the mounts of this host', async function () {
    const mounts = valueOf(await new ProcfsMountTable().list());
    expect(mounts.map(({ mountPoint }) => mountPoint)).to.include.members(['/', '/proc']);
    expect(mounts.find(({ mountPoint }) => mountPoint === '/proc')?.fileSystem).to.equal('proc');
  });

  it('lists the mounts that one process sees', async function () {
    expect(valueOf(await new ProcfsMountTable().ofProcess(process.pid))).to.deep.equal(
      valueOf(await new ProcfsMountTable().list()),
    );
  });

  it('says not-found when there is no such process', async function () {
    expect(faultOf(await new ProcfsMountTable().ofProcess(2 ** 22 + 1))).to.equal('not-found');
  });

  describe('over a table that is made up', function () {
    let directory: TemporaryDirectory;
    beforeEach(async function () {
      directory = await temporaryDirectory();
      await mkdir(join(directory.path, 'self'));
    });
    afterEach(() => directory.remove());

    const flagsOf = async (line: string): Promise<unknown> => {
      await writeFile(join(directory.path, 'self', 'mountinfo'), line);
      const [mount] = valueOf(await new ProcfsMountTable(directory.path).list());
      return mount && { shared: mount.shared, slave: mount.slave, readOnly: mount.readOnly };
    };

    for (const [line, flags] of [
      ['1 2 0:1 / /a rw - ext4 d rw', { shared: false, slave: false, readOnly: false }],
      ['1 2 0:1 / /a rw shared:5 - ext4 d rw', { shared: true, slave: false, readOnly: false }],
      ['1 2 0:1 / /a rw master:5 - ext4 d rw', { shared: false, slave: true, readOnly: false }],
      ['1 2 0:1 / /a rw shared:6 master:5 - ext4 d rw', { shared: true, slave: true, readOnly: false }],
      ['1 2 0:1 / /a ro - ext4 d rw', { shared: false, slave: false, readOnly: true }],
      ['1 2 0:1 / /a rw - ext4 d ro', { shared: false, slave: false, readOnly: true }],
    ] as const) {
      it(`reads ${line}`, async function () {
        expect(await flagsOf(line)).to.deep.equal(flags);
      });
    }
  });
});
