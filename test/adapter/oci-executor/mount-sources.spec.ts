import { mkdir, readdir, rename, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect } from 'chai';

import type { Mount } from '../../../src/domain/model/mount.js';
import { anOwnMount } from '../../support/builders/an-own-mount.js';
import { aProcessSpec } from '../../../src/testing/builders/a-process-spec.js';
import { chunksOf } from '../../../src/testing/log-chunks.js';
import { faultOf, valueOf } from '../../../src/testing/expect-result.js';
import { mountsHere } from '../../support/mountinfo.js';
import { hostPorts } from '../../support/oci/an-executor.js';
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

  it('is what was checked, whatever stands in its place by the start', async function () {
    await mkdir(join(local, 'data'));
    await writeFile(join(local, 'data', 'mark'), 'inside\n');
    const mounts = [{ ...anOwnMount(join(local, 'data'), '/x'), within: local }];
    const name = 'wharf-staged-source';
    const id = await tasks.create({ name, command: ['/bin/sh', '-c', 'cat /x/mark'], mounts });
    await rename(join(local, 'data'), join(local, 'away'));
    await symlink('/etc', join(local, 'data'));
    expect((await mountsHere()).filter(({ mountPoint }) => mountPoint.includes('/binds'))).to.deep.equal([]);
    expect(await readdir(tasks.bundle(id))).not.to.include('binds');
    valueOf(await tasks.executor.start(id, never));
    let said = '';
    for await (const { bytes } of chunksOf(tasks.executor.logs(id, undefined, never)))
      said += Buffer.from(bytes).toString();
    expect(said).to.equal('inside\n');
  });

  it('leaves nothing staged when the making fails, or was given up by a process that is gone', async function () {
    await mkdir(join(local, 'data'));
    const bind = { ...anOwnMount(join(local, 'data'), '/x'), within: local };
    const over = { ...bind, target: '/x/y', source: join(local, 'nowhere') };
    const spec = aProcessSpec({ mounts: [bind, over] });
    expect(faultOf(await tasks.executor.create(spec, never))).to.equal('not-found');
    expect(await tasks.traces(spec.name)).to.deep.equal([]);
    const id = await tasks.create({ mounts: [bind] });
    valueOf(await hostPorts().binds.stage(join(tasks.bundle(id), 'binds'), [bind]));
    await tasks.remove(id);
    expect(await tasks.traces(id)).to.deep.equal([]);
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
