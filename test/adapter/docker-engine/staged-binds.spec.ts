import { execFile } from 'node:child_process';
import { mkdir, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { expect } from 'chai';

import { DockerEngineRuntime } from '../../../src/adapters/docker-engine/docker-engine-runtime.js';
import type { EngineHost } from '../../../src/adapters/docker-engine/exec/exec-processes.js';
import type { ContainerSpec } from '../../../src/domain/model/container-spec.js';
import type { InstanceId, OwnerId } from '../../../src/domain/model/ids.js';
import type { BindMount, KeptBind } from '../../../src/domain/model/mount.js';
import type { BindStaging } from '../../../src/domain/ports/bind-staging.js';
import { done, ok } from '../../../src/domain/shared/result.js';
import { aContainerSpec } from '../../../src/testing/builders/a-container-spec.js';
import { anIdentity, anOwnerId } from '../../../src/testing/builders/an-identity.js';
import { eventually } from '../../../src/testing/eventually.js';
import { faultOf, valueOf } from '../../../src/testing/expect-result.js';
import { engineHost } from '../../support/engine/engine-host.js';
import { engineRequest } from '../../support/engine/engine-request.js';
import { type PrivateEngine, privateEngine } from '../../support/engine/private-engine.js';
import { hostClock } from '../../support/host-clock.js';
import { mountsHere } from '../../support/mountinfo.js';

const run = promisify(execFile);
const never = new AbortController().signal;

describe('Binds of a container that a task could change', function () {
  this.timeout(60_000);
  let engine: PrivateEngine;
  let runtime: DockerEngineRuntime;
  let owner: OwnerId;
  let root: string;
  let within: string;

  before(async function () {
    engine = await privateEngine();
  });

  beforeEach(async function () {
    root = join(engine.directory, 'binds-test');
    within = join(root, 'alloc');
    await mkdir(join(within, 'data'), { recursive: true });
    await writeFile(join(within, 'data', 'mark'), 'inside');
    await mkdir(join(root, 'host'));
    await writeFile(join(root, 'host', 'mark'), 'outside');
    owner = anOwnerId();
    runtime = over({});
  });

  afterEach(async function () {
    for (const { id } of valueOf(await runtime.list(owner, never))) valueOf(await runtime.remove(id, never));
    expect(await areas()).to.deep.equal([]);
    expect(await mountsBelowRoot()).to.deep.equal([]);
    runtime.close();
    await rm(root, { recursive: true });
  });

  const over = (host: Partial<EngineHost>): DockerEngineRuntime =>
    new DockerEngineRuntime({
      endpoint: engine.endpoint,
      clock: hostClock,
      host: { ...engineHost, runDirectory: join(root, 'run'), ...host },
    });
  const areas = async (): Promise<readonly string[]> =>
    (await readdir(join(root, 'run')).catch((): string[] => [])).filter((name) => name.includes('binds'));
  const mountsBelowRoot = async (): Promise<readonly string[]> =>
    (await mountsHere()).map(({ mountPoint }) => mountPoint).filter((point) => point.startsWith(root));
  const aBind = (name: string, more: Partial<KeptBind> = {}): KeptBind => ({
    kind: 'bind',
    source: join(within, name),
    target: '/data',
    readOnly: false,
    propagation: 'private',
    within,
    ...more,
  });
  const aSpec = (bind: BindMount, more: Partial<ContainerSpec> = {}): ContainerSpec =>
    aContainerSpec({
      identity: anIdentity({ owner }),
      mounts: [bind],
      command: ['sleep', '60'],
      ...more,
    });
  const created = async (bind: KeptBind): Promise<InstanceId> =>
    valueOf(await runtime.create(aSpec(bind), never));
  const seenBy = async (id: InstanceId, path = ''): Promise<string> => {
    const { state } = valueOf(await runtime.inspect(id, never));
    if (state.phase !== 'running') throw new Error(`it is ${state.phase}`);
    const { stdout } = await run('ls', [`/proc/${state.pid.toString()}/root/data${path}`]);
    return stdout.trim();
  };
  const plantALink = async (): Promise<void> => {
    await rename(join(within, 'data'), join(within, 'away'));
    await symlink(join(root, 'host'), join(within, 'data'));
  };

  it('show what was checked, whatever stands in its place by the start', async function () {
    const id = await created(aBind('data'));
    await plantALink();
    await writeFile(join(within, 'away', 'more'), '');
    valueOf(await runtime.start(id, never));
    expect(await seenBy(id)).to.equal('mark\nmore');
  });

  it('leave nothing staged once the container was verified', async function () {
    const id = await created(aBind('data/mark'));
    expect(await areas()).to.have.length(1);
    valueOf(await runtime.start(id, never));
    valueOf(await runtime.verify(valueOf(await runtime.inspect(id, never)), never));
    expect(await areas()).to.deep.equal([]);
    expect(await mountsBelowRoot()).to.deep.equal([]);
    expect(await seenBy(id)).to.contain('data');
  });

  it('are what was checked until that is verified, whoever looks meanwhile', async function () {
    const id = await created(aBind('data'));
    await plantALink();
    valueOf(await runtime.start(id, never));
    await Promise.all([runtime.list(owner, never), runtime.inspect(id, never), runtime.list(owner, never)]);
    expect(await areas()).to.have.length(1);
    valueOf(await runtime.verify(valueOf(await runtime.inspect(id, never)), never));
    expect(await areas()).to.deep.equal([]);
    expect(await seenBy(id)).to.equal('mark');
  });

  it('may be replaced before they are verified, staged or not: what was mounted is what was asked for', async function () {
    const place = { source: join(within, 'data/mark'), target: '/data' };
    const unstaged: BindMount = { kind: 'bind', ...place, readOnly: false, propagation: 'private' };
    for (const bind of [aBind('data/mark'), unstaged]) {
      const id = valueOf(await runtime.create(aSpec(bind), never));
      valueOf(await runtime.start(id, never));
      await writeFile(join(within, 'data', 'next'), '');
      await rename(join(within, 'data', 'next'), join(within, 'data', 'mark'));
      valueOf(await runtime.verify(valueOf(await runtime.inspect(id, never)), never));
      expect(await areas()).to.deep.equal([]);
    }
  });

  it('cost nothing when there is nothing between', async function () {
    await created(aBind('', { source: within }));
    expect(await areas()).to.deep.equal([]);
  });

  it('leave nothing staged when the container is not made, or is removed before its start', async function () {
    const missing = await runtime.create(aSpec(aBind('data'), { image: 'busybox:nowhere' }), never);
    expect(faultOf(missing)).to.equal('not-found');
    expect(await areas()).to.deep.equal([]);
    const id = await created(aBind('data'));
    valueOf(await runtime.remove(id, never));
    expect(await areas()).to.deep.equal([]);
  });

  it('stay staged until a container is started, and go when somebody else started or removed it', async function () {
    const [first, second] = [await created(aBind('data')), await created(aBind('data'))];
    valueOf(await runtime.list(owner, never));
    expect(await areas()).to.have.length(2);
    await engineRequest(engine.socketPath, `/containers/${first}/start`, { method: 'POST' });
    await engineRequest(engine.socketPath, `/containers/${second}`, { method: 'DELETE' });
    valueOf(await runtime.list(owner, never));
    expect(await areas()).to.deep.equal([]);
    expect(await seenBy(first)).to.equal('mark');
  });

  it('are taken off the host by the next process when one was killed', async function () {
    const dead = join(root, 'run', 'wharf-binds-4194303-1-0a1b2c3d');
    valueOf(await engineHost.binds.stage(dead, [aBind('data')]));
    const id = await created(aBind('data'));
    valueOf(await over({}).describe(never));
    expect(await areas()).to.have.length(1);
    expect(await areas()).not.to.include('wharf-binds-4194303-1-0a1b2c3d');
    valueOf(await runtime.start(id, never));
  });

  it('are refused when the engine does not see what is staged', async function () {
    const unseen: BindStaging = {
      stage: (area) => Promise.resolve(ok([`${area}/0`])),
      clear: () => Promise.resolve(done),
    };
    const elsewhere = over({ binds: unseen });
    const refused = await elsewhere.create(aSpec(aBind('data')), never);
    elsewhere.close();
    expect(!refused.ok && refused.error.kind).to.equal('invalid-spec');
    expect(!refused.ok && refused.error.remedy).to.contain('mount namespace of the engine');
  });

  it('pass on what is mounted below their source, when they are to', async function () {
    const id = await created(aBind('data', { propagation: 'host-to-task' }));
    valueOf(await runtime.start(id, never));
    const point = join(within, 'data', 'late');
    await mkdir(point);
    await run('mount', ['-t', 'tmpfs', 'wharf', point]);
    try {
      await writeFile(join(point, 'file'), '');
      expect(await eventually(async () => (await seenBy(id, '/late')) === 'file')).to.equal(true);
    } finally {
      await run('umount', [point]);
    }
  });

  it('leave what is mounted below their source where it is', async function () {
    const point = join(within, 'data', 'early');
    await mkdir(point);
    await run('mount', ['-t', 'tmpfs', 'wharf', point]);
    try {
      await writeFile(join(point, 'file'), '');
      for (const propagation of ['private', 'host-to-task', 'bidirectional'] as const) {
        const id = await created(aBind('data', { propagation }));
        valueOf(await runtime.start(id, never));
        expect(await seenBy(id, '/early')).to.equal('file');
        valueOf(await runtime.remove(id, never));
      }
      expect(await readdir(point)).to.deep.equal(['file']);
    } finally {
      await run('umount', [point]);
    }
  });
});
