import { mkdir, stat, symlink, writeFile } from 'node:fs/promises';
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

  it('tells what a mount shows', async function () {
    const mounts = valueOf(await new ProcfsMountTable().list());
    const { dev } = await stat('/proc');
    const proc = mounts.findLast(({ mountPoint }) => mountPoint === '/proc');
    expect(proc?.root).to.equal('/');
    expect(proc?.device).to.equal(`${(dev >> 8).toString()}:${(dev & 0xff).toString()}`);
  });

  describe('resolve', function () {
    let directory: TemporaryDirectory;
    beforeEach(async function () {
      directory = await temporaryDirectory();
    });
    afterEach(() => directory.remove());
    const resolved = async (path: string): Promise<string> =>
      valueOf(await new ProcfsMountTable().resolve(`${directory.path}/${path}`)).slice(directory.path.length);

    it('follows links wherever they stand, and takes what is not there as it is written', async function () {
      const at = (name: string): string => join(directory.path, name);
      await mkdir(at('real/deep'), { recursive: true });
      await symlink('real', at('short'));
      await symlink(at('short/deep'), at('long'));
      expect(await resolved('short/deep')).to.equal('/real/deep');
      expect(await resolved('long/../new//file')).to.equal('/real/new/file');
      expect(await resolved('nowhere/at/all')).to.equal('/nowhere/at/all');
    });

    it('says invalid-spec for links in a circle', async function () {
      await symlink('b', join(directory.path, 'a'));
      await symlink('a', join(directory.path, 'b'));
      expect(faultOf(await new ProcfsMountTable().resolve(join(directory.path, 'a/x')))).to.equal(
        'invalid-spec',
      );
    });

    it('sees what a process sees, and says not-found when there is none', async function () {
      expect(valueOf(await new ProcfsMountTable().resolve('/proc/self/../version', process.pid))).to.equal(
        '/proc/version',
      );
      expect(faultOf(await new ProcfsMountTable().resolve('/', 2 ** 22 + 1))).to.equal('not-found');
    });
  });

  describe('made', function () {
    it('shows both tables, and binds without links, of a process that is there', async function () {
      const directory = await temporaryDirectory();
      await symlink('/proc', join(directory.path, 'link'));
      const bind = { source: join(directory.path, 'link'), target: '/proc/self/../version' };
      const asked = { ...bind, kind: 'bind', readOnly: false, propagation: 'private' } as const;
      const table = new ProcfsMountTable();
      const { task, host, binds } = valueOf(await table.made(process.pid, [asked]));
      expect([task, host]).to.deep.equal([valueOf(await table.list()), valueOf(await table.list())]);
      expect(binds).to.deep.equal([{ ...asked, source: '/proc', target: '/proc/version' }]);
      expect(faultOf(await table.made(2 ** 22 + 1, [asked]))).to.equal('not-found');
      await directory.remove();
    });
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
      return mount && { peerGroup: mount.peerGroup, master: mount.master, readOnly: mount.readOnly };
    };

    it('says not-found of a table with nothing in it: its process has ended', async function () {
      await writeFile(join(directory.path, 'self', 'mountinfo'), '');
      expect(faultOf(await new ProcfsMountTable(directory.path).list())).to.equal('not-found');
    });

    for (const [line, flags] of [
      ['1 2 0:1 / /a rw - ext4 d rw', { peerGroup: undefined, master: undefined, readOnly: false }],
      ['1 2 0:1 / /a rw shared:5 - ext4 d rw', { peerGroup: 5, master: undefined, readOnly: false }],
      ['1 2 0:1 / /a rw master:5 - ext4 d rw', { peerGroup: undefined, master: 5, readOnly: false }],
      ['1 2 0:1 / /a rw shared:6 master:5 - ext4 d rw', { peerGroup: 6, master: 5, readOnly: false }],
      ['1 2 0:1 / /a ro - ext4 d rw', { peerGroup: undefined, master: undefined, readOnly: true }],
      ['1 2 0:1 / /a rw - ext4 d ro', { peerGroup: undefined, master: undefined, readOnly: true }],
    ] as const) {
      it(`reads ${line}`, async function () {
        expect(await flagsOf(line)).to.deep.equal(flags);
      });
    }
  });
});
