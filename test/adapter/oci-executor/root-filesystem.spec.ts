import { mkdir, readlink, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect } from 'chai';

import { makeRoot, readRootEntries, rootMounts } from '../../../src/adapters/oci-executor/root-filesystem.js';
import type { HostMount } from '../../../src/domain/model/host-mount.js';
import { aHostMount } from '../../support/builders/a-host-mount.js';
import { temporaryDirectory, type TemporaryDirectory } from '../../support/temporary-directory.js';

const mount = (mountPoint: string, fileSystem = 'ext4'): HostMount => aHostMount(mountPoint, { fileSystem });

describe('the root file system of a task', function () {
  let host: TemporaryDirectory;
  beforeEach(async function () {
    host = await temporaryDirectory();
  });
  afterEach(() => host.remove());

  it('has directories as directories, links as links, and nothing of what is not there', async function () {
    const at = (name: string): string => join(host.path, name);
    await mkdir(at('usr'));
    await writeFile(at('file'), '');
    await symlink('usr/bin', at('bin'));
    expect(
      await readRootEntries([at('usr/'), at('bin'), at('nowhere'), at('file'), at('file/x')]),
    ).to.deep.equal([
      { kind: 'directory', path: at('usr') },
      { kind: 'link', path: at('bin'), to: 'usr/bin' },
    ]);
  });

  it('binds directories read-only and copies nothing', function () {
    expect(rootMounts([{ kind: 'directory', path: '/usr' }], [mount('/')])).to.deep.equal([
      {
        destination: '/usr',
        type: 'bind',
        source: '/usr',
        options: ['bind', 'ro', 'nosuid', 'nodev', 'private'],
      },
    ]);
  });

  it('binds what is mounted below a directory by itself, so that it is read-only, too', function () {
    const entries = [
      { kind: 'directory', path: '/usr' },
      { kind: 'link', path: '/lib', to: 'usr/lib' },
    ] as const;
    const table = ['/', '/usr/local', '/usr/local', '/usr/local/share/x', '/usrlocal', '/home'].map((at) =>
      mount(at),
    );
    const binds = rootMounts(entries, [...table, mount('/usr/net', 'autofs')]);
    expect(binds.map(({ destination }) => destination)).to.deep.equal([
      '/usr',
      '/usr/local',
      '/usr/local/share/x',
    ]);
    for (const { options } of binds) expect(options).to.include('ro').and.not.include('rbind');
  });

  it('is made with its links', async function () {
    const root = join(host.path, 'root');
    await makeRoot(root, { '/bin': 'usr/bin', '/run/current-system': '/nix/system' });
    expect(await readlink(join(root, 'bin'))).to.equal('usr/bin');
    expect(await readlink(join(root, 'run/current-system'))).to.equal('/nix/system');
  });
});
