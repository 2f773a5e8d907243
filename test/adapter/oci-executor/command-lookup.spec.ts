import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { expect } from 'chai';

import { lookUpCommand } from '../../../src/adapters/oci-executor/command-lookup.js';
import type { HostUser } from '../../../src/adapters/oci-executor/host-users.js';
import type { TaskView } from '../../../src/adapters/oci-executor/task-view.js';
import type { RuntimeFault } from '../../../src/domain/faults/runtime-fault.js';
import type { Result } from '../../../src/domain/shared/result.js';
import { faultOf, valueOf } from '../../../src/testing/expect-result.js';
import { temporaryDirectory, type TemporaryDirectory } from '../../support/temporary-directory.js';

describe('lookUpCommand', function () {
  const user: HostUser = { uid: 65534, gid: 65534, additionalGids: [], account: undefined };
  let host: TemporaryDirectory;
  let view: TaskView;

  beforeEach(async function () {
    host = await temporaryDirectory();
    view = {
      links: { '/bin': 'usr/bin' },
      mounts: [
        { target: '/usr', source: join(host.path, 'usr') },
        { target: '/proc', source: undefined },
        { target: '/local', source: join(host.path, 'local') },
        { target: '/local/deep', source: join(host.path, 'deep') },
      ],
    };
  });
  afterEach(() => host.remove());

  const put = async (path: string, mode = 0o755): Promise<void> => {
    await mkdir(dirname(join(host.path, path)), { recursive: true });
    await writeFile(join(host.path, path), '#!/bin/sh\n');
    await chmod(join(host.path, path), mode);
  };
  const link = async (path: string, to: string): Promise<void> => {
    await mkdir(dirname(join(host.path, path)), { recursive: true });
    await symlink(to, join(host.path, path));
  };
  const look = (
    command: string,
    environment: Readonly<Record<string, string>> = {},
    as: Partial<HostUser> = {},
  ): Promise<Result<string, RuntimeFault>> =>
    lookUpCommand({
      command,
      environment: { NOMAD_TASK_DIR: '/local', PATH: '/usr/bin:/bin', ...environment },
      view,
      user: { ...user, ...as },
    });

  it('looks in the local directory, then in the own one, then in the PATH', async function () {
    await put('usr/bin/app');
    expect(valueOf(await look('app'))).to.equal('/usr/bin/app');
    await put('local/app');
    expect(valueOf(await look('app'))).to.equal('/local/app');
    expect(valueOf(await look('usr/bin/app'))).to.equal('/usr/bin/app');
  });

  it('looks in the PATH of the task and not in its own', async function () {
    await put('usr/lib/tools/app');
    expect(valueOf(await look('app', { PATH: '/nowhere:/usr/lib/tools' }))).to.equal('/usr/lib/tools/app');
    expect(faultOf(await look('sh', { PATH: '/usr/lib/tools' }))).to.equal('invalid-spec');
  });

  it('takes no relative entry of a PATH', async function () {
    await put('local/bin/app');
    expect(faultOf(await look('app', { PATH: 'bin:.:' }))).to.equal('invalid-spec');
  });

  it('looks for a path with a slash in the own directories only', async function () {
    await put('local/bin/app');
    await put('usr/bin/bin/app');
    expect(valueOf(await look('bin/app'))).to.equal('/local/bin/app');
    expect(valueOf(await look('./bin/app'))).to.equal('/local/bin/app');
  });

  it('takes an absolute path where it is', async function () {
    await put('usr/bin/app');
    expect(valueOf(await look('/bin/app'))).to.equal('/bin/app');
    expect(valueOf(await look('/usr/lib/../bin/app'))).to.equal('/usr/bin/app');
    expect(faultOf(await look('/bin/other'))).to.equal('invalid-spec');
  });

  it('sees the mount that lies on top', async function () {
    await put('local/deep/app');
    expect(faultOf(await look('deep/app'))).to.equal('invalid-spec');
    await put('deep/app');
    expect(valueOf(await look('deep/app'))).to.equal('/local/deep/app');
  });

  it('follows links as the task would, from its own root', async function () {
    await put('usr/bin/real');
    await link('local/absolute', '/usr/bin/real');
    await link('local/relative', '../usr/bin/real');
    await link('local/twice', 'relative');
    for (const command of ['absolute', 'relative', 'twice'])
      expect(valueOf(await look(command))).to.equal(`/local/${command}`);
  });

  it('follows no link to what only the host sees', async function () {
    await put('secret');
    await link('local/out', join(host.path, 'secret'));
    await link('local/up', '../../../../../../..'.concat(host.path, '/secret'));
    await link('local/proc', '/proc/self/exe');
    for (const command of ['out', 'up', 'proc'])
      expect(faultOf(await look(command)), command).to.equal('invalid-spec');
  });

  it('does not follow links for ever', async function () {
    await link('local/a', 'b');
    await link('local/b', 'a');
    expect(faultOf(await look('a'))).to.equal('invalid-spec');
  });

  it('takes no directory for a program', async function () {
    await mkdir(join(host.path, 'local', 'app'), { recursive: true });
    expect(faultOf(await look('app'))).to.equal('invalid-spec');
  });

  for (const [mode, as, runs] of [
    [0o644, {}, false],
    [0o744, {}, false],
    [0o745, {}, true],
    [0o754, { gid: 0 }, true],
    [0o754, { additionalGids: [0] }, true],
    [0o645, { gid: 0 }, false],
    [0o700, { uid: 0 }, true],
    [0o644, { uid: 0 }, false],
  ] as const) {
    it(`${runs ? 'lets' : 'does not let'} ${JSON.stringify(as)} execute root's file of mode ${mode.toString(8)}`, async function () {
      await put('usr/bin/app', mode);
      const found = await look('app', {}, as);
      expect(found.ok).to.equal(runs);
      if (!found.ok)
        expect(found.error.message).to.include('can not be executed').and.include('/usr/bin/app');
      if (!found.ok) expect(found.error.remedy).to.equal('chmod a+rx /usr/bin/app');
    });
  }

  it('names the command, where it was looked for, and a remedy', async function () {
    const found = await look('nope');
    if (found.ok) return expect.fail('it was found');
    expect(found.error.message)
      .to.include('"nope"')
      .and.include('/local/nope, /nope, /usr/bin/nope, /bin/nope');
    expect(found.error.remedy).to.include('install it');
    return undefined;
  });
});
