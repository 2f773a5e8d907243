import { mkdir, rename, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect } from 'chai';

import type { Mount } from '../../../src/domain/model/mount.js';
import { anOwnMount } from '../../support/builders/an-own-mount.js';
import { aProcessSpec } from '../../../src/testing/builders/a-process-spec.js';
import { faultOf } from '../../../src/testing/expect-result.js';
import { TaskRunner } from '../../support/oci/task-runner.js';

const never = new AbortController().signal;

describe('what the mounts of a process lead to', function () {
  this.timeout(30_000);
  let tasks: TaskRunner;
  let local: string;

  beforeEach(async function () {
    tasks = await TaskRunner.open();
    local = join(tasks.directory, 'local');
    await mkdir(local);
  });

  afterEach(() => tasks.close());

  const refused = async (mount: Mount): Promise<string> => {
    const spec = aProcessSpec({ mounts: [mount] });
    const fault = faultOf(await tasks.executor.create(spec, never));
    expect(await tasks.traces(spec.name)).to.deep.equal([]);
    return fault;
  };

  it('is invalid-spec when a link stands in the place of a directory of its own', async function () {
    await rename(local, join(tasks.directory, 'elsewhere'));
    await symlink('/etc', local);
    expect(await refused(anOwnMount(local, '/local'))).to.equal('invalid-spec');
    expect(await refused({ ...anOwnMount(join(local, 'ssl'), '/x'), within: local })).to.equal(
      'invalid-spec',
    );
  });

  it('is invalid-spec when a link leads out of where it is kept to', async function () {
    await symlink('..', join(local, 'up'));
    expect(await refused({ ...anOwnMount(join(local, 'up'), '/x'), within: local })).to.equal('invalid-spec');
  });

  it('is what a link leads to that stays inside', async function () {
    await mkdir(join(local, 'v1'));
    await writeFile(join(local, 'v1', 'file'), 'one\n');
    await symlink('v1', join(local, 'current'));
    const mounts = [{ ...anOwnMount(join(local, 'current'), '/x'), within: local }];
    expect((await tasks.run('cat /x/file', { mounts })).stdout).to.equal('one\n');
  });

  it('is not-found when it is not there', async function () {
    expect(await refused(anOwnMount(join(local, 'nowhere'), '/x'))).to.equal('not-found');
  });

  it('can not be moved where one mount holds another', async function () {
    const logs = join(local, 'logs');
    await mkdir(logs);
    const mounts = [anOwnMount(local, '/alloc'), anOwnMount(logs, '/alloc/logs', true)];
    const { stdout } = await tasks.run('mv /alloc/logs /alloc/moved 2>/dev/null || echo refused', {
      mounts,
      user: 'root',
    });
    expect(stdout).to.equal('refused\n');
  });
});
