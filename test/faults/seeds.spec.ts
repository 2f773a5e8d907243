import { mkdir } from 'node:fs/promises';

import { expect } from 'chai';

import { ManualClock } from '../../src/adapters/memory/manual-clock.js';
import { ReconcileLoop } from '../../src/app/services/reconcile-loop.js';
import { labelsOf } from '../../src/domain/model/identity.js';
import type { InstanceId } from '../../src/domain/model/ids.js';
import { anAttempt } from '../../src/testing/builders/a-handle.js';
import { grace, taskEnvironment, taskMounts } from '../support/builders/a-host-object.js';
import { anAllocId, anIdentity } from '../../src/testing/builders/an-identity.js';
import { eventually } from '../../src/testing/eventually.js';
import { valueOf } from '../../src/testing/expect-result.js';
import { SeedScene } from '../support/faults/seed-scene.js';
import { temporaryDirectory, type TemporaryDirectory } from '../support/temporary-directory.js';

const never = new AbortController().signal;
const createCall = /^POST \/containers\/create/;
const startCall = /^POST \/containers\/[^/]+\/start/;
const listCall = /^GET \/containers\/json/;

describe('an engine that does what it denies', function () {
  this.timeout(60_000);
  let scene: SeedScene;
  beforeEach(async function () {
    scene = await SeedScene.open();
  });
  afterEach(() => scene.close());

  it('leaves no container when a create that it carried out is given up', async function () {
    scene.proxy.spoil(createCall, 'done-silence');
    for (let looks = 0; looks < 6; looks += 1) scene.proxy.spoil(listCall, 'refuse');
    const started = await scene.services.starting.start(scene.spec(), never);
    expect(started.ok).to.equal(false);
    expect(await scene.services.removals.settle(() => true, 30_000, never)).to.deep.equal([]);
    expect((await scene.containers()).size).to.equal(0);
  });

  it('has one container that runs when a create that it carried out is looked for', async function () {
    scene.proxy.spoil(createCall, 'done-silence');
    const { id } = valueOf(await scene.services.starting.start(scene.spec(), never));
    expect([...(await scene.containers())]).to.deep.equal([[id, true]]);
  });

  it('has one container that runs, and a successful start, when it answers a start with 500', async function () {
    scene.proxy.spoil(startCall, 'done-500');
    const { id, state } = valueOf(await scene.services.starting.start(scene.spec(), never));
    expect(state.phase).to.equal('running');
    expect([...(await scene.containers())]).to.deep.equal([[id, true]]);
    expect(scene.proxy.calls.filter((call) => startCall.test(call))).to.have.length(1);
  });
});

describe('what is on an engine', function () {
  this.timeout(60_000);
  let scene: SeedScene;
  let directory: TemporaryDirectory;
  beforeEach(async function () {
    scene = await SeedScene.open();
    directory = await temporaryDirectory();
  });
  afterEach(async function () {
    await scene.close();
    await directory.remove();
  });

  const untracked = (): Promise<InstanceId> =>
    scene.plant({ Labels: labelsOf(anIdentity({ owner: scene.owner })) });
  const has = async (id: string): Promise<boolean> => (await scene.containers()).has(id);

  /** A container without labels, which mounts what tasks mount, from below `root`. */
  async function lookalike(root: string, environment: (alloc: string) => object): Promise<InstanceId> {
    const alloc = anAllocId();
    const mounts = taskMounts(alloc, root);
    for (const { source } of mounts) await mkdir(source, { recursive: true });
    return scene.plant({
      Env: Object.entries(environment(alloc)).map(([name, value]) => `${name}=${String(value)}`),
      HostConfig: {
        Mounts: mounts.map(({ source, target }) => ({ Type: 'bind', Source: source, Target: target })),
      },
    });
  }

  it('is removed when it is ours and untracked, after its grace and not before', async function () {
    const id = await untracked();
    expect((await scene.reconcile()).get(id)).to.equal('in-grace');
    expect((await scene.reconcile()).get(id)).to.equal('in-grace');
    scene.letGoBy(grace);
    expect((await scene.reconcile()).get(id)).to.equal('first-sighting');
    expect(await has(id)).to.equal(true);
    expect((await scene.reconcile()).get(id)).to.equal('untracked-task');
    expect(await has(id)).to.equal(false);
  });

  it('is removed when it has the environment and the directories of a task of ours', async function () {
    const allocRoot = directory.path;
    const id = await lookalike(allocRoot, taskEnvironment);
    scene.letGoBy(grace);
    await scene.reconcile({ allocRoot });
    expect((await scene.reconcile({ allocRoot })).get(id)).to.equal('untracked-task');
    expect(await has(id)).to.equal(false);
  });

  it('is spared, with its reason, when it is foreign, alike by halves, tracked or only reported', async function () {
    const allocRoot = `${directory.path}/ours`;
    const tracked = anIdentity({ owner: scene.owner });
    valueOf(await scene.store.intend(anAttempt({ token: tracked.attempt, alloc: tracked.alloc })));
    const spared = new Map([
      [await scene.plant({ Labels: labelsOf(anIdentity()) }), 'foreign-owner'],
      [await lookalike(`${directory.path}/theirs`, taskEnvironment), 'not-a-task'],
      [await lookalike(allocRoot, () => ({})), 'not-a-task'],
      [await scene.plant({ Labels: labelsOf(tracked) }), 'tracked'],
      [await untracked(), 'dry-run'],
    ]);
    scene.letGoBy(grace);
    for (let passes = 0; passes < 3; passes += 1) await scene.reconcile({ allocRoot, dryRun: true });
    const verdicts = await scene.reconcile({ allocRoot, dryRun: true });
    for (const [id, because] of spared) expect(verdicts.get(id)).to.equal(because);
    for (const id of spared.keys()) expect(await has(id)).to.equal(true);
  });

  describe('is looked at by a loop', function () {
    const lists = (): number =>
      scene.proxy.calls.filter((call) => call.startsWith('GET /containers/json')).length;
    const loop = (clock: ManualClock, enabled = true): ReconcileLoop =>
      new ReconcileLoop({
        pass: scene.pass,
        clock,
        diagnostics: { note: () => undefined },
        policy: { ...scene.policy({ graceMs: 0 }), enabled, periodMs: 1000 },
      });

    it('that makes no call by being made, nor when it is disabled', async function () {
      const clock = new ManualClock();
      loop(clock);
      const disabled = loop(clock, false);
      disabled.start();
      await clock.advance(10_000);
      await disabled.close();
      expect(scene.proxy.calls).to.deep.equal([]);
    });

    it('that is one, however often it is started, and removes what is untracked', async function () {
      const id = await untracked();
      const clock = new ManualClock();
      const once = loop(clock);
      for (let starts = 0; starts < 3; starts += 1) once.start();
      await clock.advance(1000);
      await eventually(() => lists() === 1);
      expect(await has(id)).to.equal(true);
      await eventually(async () => {
        await clock.advance(1000);
        return !(await has(id));
      });
      await once.close();
    });
  });
});
