import { setImmediate as turn } from 'node:timers/promises';

import { expect } from 'chai';

import { ReconcilePass } from '../../../src/app/services/reconcile-pass.js';
import type { Reconciled } from '../../../src/app/services/reconcile-runtime.js';
import { fault } from '../../../src/domain/faults/runtime-fault.js';
import type { Claim } from '../../../src/domain/model/host-object.js';
import type { InstanceId } from '../../../src/domain/model/ids.js';
import type { Answer } from '../../../src/domain/ports/runtime.js';
import type { decide, Plan } from '../../../src/domain/reconcile/decide.js';
import { err, ok } from '../../../src/domain/shared/result.js';
import { aHandle, anAttempt } from '../../../src/testing/builders/a-handle.js';
import {
  aHostObject,
  aReconcilePolicy,
  grace,
  likeness,
  ourLabels,
  taskMounts,
} from '../../support/builders/a-host-object.js';
import { anAllocId, anAttemptToken, anOwnerId, at } from '../../../src/testing/builders/an-identity.js';
import { faultOf, valueOf } from '../../../src/testing/expect-result.js';
import { objectsOf, over, ReconcileScene } from './reconcile-scene.js';

const never = new AbortController().signal;
const unavailable = (): Answer<never> => Promise.resolve(err(fault('unavailable', 'can not be told')));

describe('reconciling', function () {
  it('removes an untracked task of ours after its grace, seen twice, and not before', async function () {
    const scene = new ReconcileScene();
    const id = await scene.task();
    const because = async (): Promise<readonly string[]> =>
      (await scene.objects()).map(({ verdict }) => verdict.because);
    await scene.clock.advance(grace - 1);
    expect([...(await because()), ...(await because())]).to.deep.equal(['in-grace', 'in-grace']);
    await scene.clock.advance(1);
    expect(await because()).to.deep.equal(['first-sighting']);
    expect(scene.has(id)).to.equal(true);
    const [removed] = await scene.objects();
    expect(removed).to.deep.equal({
      id,
      verdict: { id, do: 'remove', because: 'untracked-task' },
      words: 'it is ours, and no task of ours is known that it belongs to',
      removal: { ok: true, value: undefined },
    });
    expect(scene.has(id)).to.equal(false);
    expect(await scene.objects()).to.deep.equal([]);
  });

  for (const kind of ['holder', 'network'])
    it(`removes the ${kind} of a group that is gone`, async function () {
      const scene = new ReconcileScene();
      const id = scene.plant({ claim: ourLabels({ kind }) });
      expect(await scene.fate(id)).to.have.nested.property('verdict.because', `${kind}-without-group`);
      expect(scene.has(id)).to.equal(false);
    });

  it('removes what has the environment and the directories of one of our tasks', async function () {
    const scene = new ReconcileScene();
    const id = scene.plant({ claim: likeness() });
    expect(await scene.fate(id)).to.have.nested.property('verdict.because', 'untracked-task');
    expect(scene.has(id)).to.equal(false);
  });

  describe('spares, with its reason,', function () {
    const alloc = anAllocId();
    const attempt = anAttemptToken();
    const claims: Readonly<Record<string, readonly [Claim, string]>> = {
      'what is foreign': [ourLabels({ owner: anOwnerId() }), 'foreign-owner'],
      'what has an owner that is nobody': [ourLabels({ owner: '' }), 'foreign-owner'],
      'what is of a kind that nobody knows': [ourLabels({ kind: 'cache' }), 'unknown-kind'],
      "what has only the places of our tasks' mounts": [
        likeness(alloc, { mounts: taskMounts(alloc, '/somewhere/else') }),
        'not-a-task',
      ],
      'what has our mounts and not our environment': [likeness(alloc, { environment: {} }), 'not-a-task'],
    };
    for (const [what, [claim, because]] of Object.entries(claims))
      it(what, async function () {
        const scene = new ReconcileScene();
        const id = scene.plant({ claim });
        const seen = await scene.fate(id);
        expect(seen).to.have.nested.property('verdict.because', because);
        expect(seen).to.have.property('removal', undefined);
        expect(scene.has(id)).to.equal(true);
      });

    it('what has only our environment, of which only a thorough pass tells', async function () {
      const scene = new ReconcileScene();
      const id = scene.plant({ claim: likeness(alloc, { mounts: [] }) });
      expect(await scene.fate(id)).to.equal(undefined);
      for (const dryRun of [true, false]) {
        const policy = aReconcilePolicy({ dryRun });
        const objects = objectsOf(valueOf(await scene.pass.run(policy, never, 'thorough')));
        expect(objects).to.have.nested.property('[0].verdict.because', 'not-a-task');
      }
      expect(scene.has(id)).to.equal(true);
    });

    for (const [what, keep] of [
      ['attempt', ({ store }) => store.intend(anAttempt({ alloc, token: attempt }))],
      ['handle', ({ store }) => store.remember(aHandle({ alloc, attempt }))],
    ] as readonly (readonly [string, (scene: ReconcileScene) => Answer<undefined>])[])
      it(`all that may belong to the one ${what} of which the record can not be read`, async function () {
        const scene = new ReconcileScene();
        valueOf(await keep(scene));
        scene.store.spoil(attempt);
        const own = [ourLabels({ attempt }), ourLabels({ alloc, kind: 'holder' }), likeness(alloc)].map(
          (claim) => scene.plant({ claim }),
        );
        const other = scene.plant();
        expect(await scene.fate(other)).to.have.nested.property('verdict.because', 'untracked-task');
        expect(own.map((id) => scene.has(id))).to.deep.equal([true, true, true]);
      });

    it('what is younger than the grace', async function () {
      const scene = new ReconcileScene();
      await scene.clock.advance(grace);
      const id = await scene.task();
      await scene.run();
      const [young] = await scene.objects();
      expect(young?.verdict).to.deep.equal({
        id,
        do: 'spare',
        because: 'in-grace',
        until: scene.clock.now() + grace,
      });
    });

    it('what was made at a time that nobody can tell', async function () {
      const scene = new ReconcileScene();
      const id = scene.plant({ createdAt: undefined });
      expect(await scene.fate(id)).to.have.nested.property('verdict.because', 'unknown-age');
    });

    it('a task whose attempt was intended', async function () {
      const scene = new ReconcileScene();
      const id = scene.plant({ claim: ourLabels({ attempt }) });
      await scene.store.intend(anAttempt({ token: attempt }));
      expect(await scene.fate(id)).to.have.nested.property('verdict.because', 'tracked');
    });

    it('a task that was made while the host was looked at', async function () {
      const scene = new ReconcileScene();
      const survey: Reconciled['survey'] = async (thoroughness, signal) => {
        await scene.store.intend(anAttempt({ token: attempt }));
        scene.plant({ claim: ourLabels({ attempt }) });
        return scene.runtime.survey(thoroughness, signal);
      };
      const pass = new ReconcilePass(scene.parts(over(scene.runtime, { survey })));
      const [object] = await scene.objects({ graceMs: 0 }, pass);
      expect(object).to.have.nested.property('verdict.because', 'tracked');
    });

    it('a task that a handle leads to', async function () {
      const scene = new ReconcileScene();
      const [byInstance, byAttempt] = [scene.plant(), scene.plant({ claim: ourLabels({ attempt }) })];
      await scene.store.remember(aHandle({ instance: byInstance }));
      await scene.store.remember(aHandle({ attempt }));
      for (const id of [byInstance, byAttempt])
        expect(await scene.fate(id)).to.have.nested.property('verdict.because', 'tracked');
    });

    it('a task whose removal is pending', async function () {
      const scene = new ReconcileScene();
      const id = scene.plant({ claim: ourLabels({ attempt }) });
      scene.pending.push({ alloc, task: 'task', attempt });
      expect(await scene.fate(id)).to.have.nested.property('verdict.because', 'tracked');
    });

    it('the holder of a group that lives', async function () {
      const scene = new ReconcileScene();
      const id = scene.plant({ claim: ourLabels({ kind: 'holder', alloc }) });
      scene.live.add(alloc);
      expect(await scene.fate(id)).to.have.nested.property('verdict.because', 'holder-of-live-group');
    });
  });

  it('only reports when it is a dry run', async function () {
    const scene = new ReconcileScene();
    const id = await scene.task();
    expect(await scene.fate(id, { dryRun: true })).to.deep.include({
      words: 'it would be removed, but this is a dry run',
      removal: undefined,
    });
    expect(scene.has(id)).to.equal(true);
    expect(scene.runtime.calls).not.to.include.oneOf(['identify', 'remove']);
  });

  it('removes nothing any sooner for having been asked what it would do', async function () {
    const scene = new ReconcileScene();
    const id = await scene.task();
    await scene.clock.advance(grace);
    for (let question = 0; question < 3; question++) {
      const told = objectsOf(valueOf(await scene.pass.tell(aReconcilePolicy(), never)));
      expect(told).to.have.nested.property('[0].verdict.because', 'first-sighting');
    }
    expect(await scene.objects()).to.have.nested.property('[0].verdict.because', 'first-sighting');
    const told = objectsOf(valueOf(await scene.pass.tell(aReconcilePolicy(), never)));
    expect(told).to.have.nested.property('[0].words', 'it would be removed, but this is a dry run');
    expect(scene.has(id)).to.equal(true);
    expect(await scene.objects()).to.have.nested.property('[0].verdict.do', 'remove');
    expect(scene.has(id)).to.equal(false);
  });

  it('leaves two agents on one host their own', async function () {
    const scene = new ReconcileScene();
    const owner = anOwnerId();
    const [ours, theirs] = [await scene.task(), await scene.task(owner)];
    expect(await scene.fate(theirs)).to.have.nested.property('verdict.because', 'foreign-owner');
    expect([scene.has(ours), scene.has(theirs)]).to.deep.equal([false, true]);
    const other = new ReconcilePass(scene.parts());
    const again = await scene.task();
    await scene.clock.advance(grace);
    await scene.run({ owner }, other);
    await scene.run({ owner }, other);
    expect([scene.has(again), scene.has(theirs)]).to.deep.equal([true, false]);
  });

  describe('plans nothing', function () {
    it('when a survey fails, and needs no third sighting after that', async function () {
      const scene = new ReconcileScene({ survey: ['pass', { before: 'unavailable' }] });
      const id = await scene.task();
      await scene.clock.advance(grace);
      await scene.run();
      expect(await scene.run()).to.have.nested.property('[0].outcome', 'unseen');
      expect(scene.has(id)).to.equal(true);
      await scene.run();
      expect(scene.has(id)).to.equal(false);
    });

    it('when one of all objects can not be looked at', async function () {
      const scene = new ReconcileScene();
      const id = await scene.task();
      scene.host.hide(scene.plant({ claim: likeness() }));
      await scene.fate(id);
      expect(await scene.run()).to.deep.include.members([
        { runtime: 'exec', outcome: 'unseen', why: faultIn(scene.host.survey('cursory')) },
      ]);
      expect(scene.has(id)).to.equal(true);
    });

    it('and asks nothing, when the runtime does not describe itself', async function () {
      const scene = new ReconcileScene({
        describe: Array.from({ length: 9 }, () => ({ before: 'unavailable' })),
      });
      const id = scene.plant();
      await scene.fate(id);
      expect(await scene.run()).to.have.nested.property('[0].outcome', 'unhealthy');
      expect(scene.runtime.calls).to.deep.equal(['describe', 'describe', 'describe']);
      expect(scene.has(id)).to.equal(true);
    });

    it('on the runtime of which that is true, and goes on with the others', async function () {
      const scene = new ReconcileScene({ survey: Array.from({ length: 9 }, () => ({ before: 'internal' })) });
      const other = new ReconcileScene();
      const [theirs, ours] = [scene.plant(), other.plant()];
      const runtimes = { docker: scene.runtime, exec: other.runtime };
      const pass = new ReconcilePass({ ...other.parts(), runtimes });
      await other.clock.advance(grace);
      await other.run({}, pass);
      const reports = await other.run({}, pass);
      expect(reports.map(({ runtime, outcome }) => [runtime, outcome])).to.deep.equal([
        ['docker', 'unseen'],
        ['exec', 'judged'],
      ]);
      expect([scene.has(theirs), other.has(ours)]).to.deep.equal([true, false]);
    });

    for (const [what, parts] of [
      ['which attempts were intended', { attempts: unavailable }],
      ['which handles there are', { handles: unavailable }],
      ['which groups live', { liveAllocs: unavailable }],
    ] as const)
      it(`when it can not be told ${what}`, async function () {
        const scene = new ReconcileScene();
        const { store } = scene;
        const told = { attempts: () => store.attempts(), handles: () => store.handles() };
        const pass = new ReconcilePass({ ...scene.parts(), store: { ...told, ...parts }, ...parts });
        const id = scene.plant();
        await scene.clock.advance(grace);
        for (let look = 0; look < 2; look++)
          expect(faultOf(await pass.run(aReconcilePolicy(), never))).to.equal('unavailable');
        expect(scene.has(id)).to.equal(true);
        expect(scene.runtime.calls).not.to.include.oneOf(['identify', 'remove']);
      });

    it('that breaks a rule, and says which', async function () {
      const hasty = ({ observed }: { readonly observed: readonly { readonly id: InstanceId }[] }): Plan => ({
        verdicts: observed.map(({ id }) => ({ id, do: 'remove', because: 'untracked-task' })),
      });
      const scene = new ReconcileScene({}, {}, hasty);
      const id = scene.plant({ claim: ourLabels({ owner: 'somebody' }) });
      await scene.clock.advance(grace);
      const [report] = await scene.run();
      expect(report).to.deep.include({ outcome: 'unsound' });
      expect(report)
        .to.have.property('violations')
        .that.deep.equals([
          `${id} would be removed though it is another agent's`,
          `${id} would be removed though it was not dangling before`,
        ]);
      expect(objectsOf(await scene.run())).to.have.nested.property('[0].removal', undefined);
      expect(scene.has(id)).to.equal(true);
      expect(scene.runtime.calls).not.to.include.oneOf(['identify', 'remove']);
    });
  });

  describe('looks once more at what it is about to remove, and', function () {
    const attempt = anAttemptToken();

    interface Staged {
      readonly scene: ReconcileScene;
      readonly pass: ReconcilePass;
      readonly id: InstanceId;
    }

    /** Something dangling, seen once, and a last look that sees or brings about something else. */
    const staged = async (look: (scene: ReconcileScene) => Reconciled['identify']): Promise<Staged> => {
      const scene = new ReconcileScene();
      const id = scene.plant({ claim: ourLabels({ attempt }) });
      const pass = new ReconcilePass(scene.parts(over(scene.runtime, { identify: look(scene) })));
      await scene.clock.advance(grace);
      await scene.run({}, pass);
      return { scene, pass, id };
    };

    const adopting =
      ({ runtime, store }: ReconcileScene): Reconciled['identify'] =>
      async (asked, signal) => {
        const seen = await runtime.identify(asked, signal);
        await store.intend(anAttempt({ token: attempt }));
        return seen;
      };

    it('spares what became tracked in between', async function () {
      const { scene, pass, id } = await staged(adopting);
      const [object] = await scene.objects({}, pass);
      expect(object).to.deep.include({ removal: undefined, words: 'it is a task that is kept track of' });
      expect(scene.has(id)).to.equal(true);
    });

    it("spares what turns out to be somebody else's, or younger", async function () {
      for (const [change, because] of [
        [{ claim: ourLabels({ owner: 'somebody' }) }, 'foreign-owner'],
        [{ createdAt: at(Date.UTC(2100, 0)) }, 'in-grace'],
      ] as const) {
        const { scene, pass, id } = await staged(
          () => (asked) => Promise.resolve(ok(aHostObject({ id: asked, ...change }))),
        );
        const [object] = await scene.objects({}, pass);
        expect(object).to.have.nested.property('verdict.because', because);
        expect(scene.has(id)).to.equal(true);
      }
    });

    it('has nothing to do when it is gone', async function () {
      const { scene, pass, id } = await staged(({ host, runtime }) => (asked, signal) => {
        host.remove(asked);
        return runtime.identify(asked, signal);
      });
      const [object] = await scene.objects({}, pass);
      expect(object).to.deep.include({ id, removal: { ok: true, value: undefined } });
      expect(scene.runtime.calls).not.to.include('remove');
    });

    it('leaves it when another is shown in its place', async function () {
      const { scene, pass, id } = await staged(() => () => Promise.resolve(ok(aHostObject())));
      const other = scene.plant();
      const object = (await scene.objects({}, pass)).find((one) => one.id === id);
      expect(object).to.have.nested.property('removal.error.kind', 'internal');
      expect([scene.has(id), scene.has(other)]).to.deep.equal([true, true]);
    });

    it('leaves it when it can not be looked at', async function () {
      const { scene, pass, id } = await staged(() => unavailable);
      const [object] = await scene.objects({}, pass);
      expect(object).to.have.nested.property('removal.error.kind', 'unavailable');
      expect(scene.has(id)).to.equal(true);
    });

    it('leaves it when it can not be told any more what is wanted', async function () {
      const scene = new ReconcileScene();
      let reads = 0;
      const attempts = (): ReturnType<typeof scene.store.attempts> =>
        ++reads > 2 ? unavailable() : scene.store.attempts();
      const store = { attempts, handles: () => scene.store.handles() };
      const pass = new ReconcilePass({ ...scene.parts(), store });
      const id = scene.plant();
      await scene.clock.advance(grace);
      await scene.run({}, pass);
      const [object] = await scene.objects({}, pass);
      expect(object).to.have.nested.property('removal.error.message', 'can not be told');
      expect(scene.has(id)).to.equal(true);
    });

    it('leaves it when the second plan breaks a rule', async function () {
      const stubborn: typeof decide = ({ observed, danglingBefore }) => ({
        verdicts: observed.map(({ id }) =>
          danglingBefore.has(id)
            ? { id, do: 'remove', because: 'untracked-task' }
            : { id, do: 'spare', because: 'first-sighting', until: undefined },
        ),
      });
      const scene = new ReconcileScene();
      const id = scene.plant({ claim: ourLabels({ attempt }) });
      const identify = adopting(scene);
      const pass = new ReconcilePass(scene.parts(over(scene.runtime, { identify })), stubborn);
      await scene.clock.advance(grace);
      await scene.run({}, pass);
      const [object] = await scene.objects({}, pass);
      expect(object?.removal).to.deep.include({
        error: fault('internal', `${id} would be removed though it is wanted`),
      });
      expect(scene.has(id)).to.equal(true);
    });
  });

  describe('several removals', function () {
    it('do not fail for one that does, which is tried again at the next pass', async function () {
      const scene = new ReconcileScene({ remove: [{ before: 'internal' }] });
      const ids = Array.from({ length: 3 }, () => scene.plant()).sort();
      await scene.clock.advance(grace);
      await scene.run();
      const objects = await scene.objects();
      expect(objects.map(({ removal }) => removal?.ok)).to.deep.equal([false, true, true]);
      expect(objects[0]).to.have.nested.property('removal.error.kind', 'internal');
      expect(ids.filter((id) => scene.has(id))).to.deep.equal(ids.slice(0, 1));
      await scene.run();
      expect(ids.filter((id) => scene.has(id))).to.deep.equal([]);
    });

    it('are under way at once, but no more than four', async function () {
      const scene = new ReconcileScene();
      Array.from({ length: 10 }, () => scene.plant());
      const under = new Set<InstanceId>();
      let most = 0;
      const remove: Reconciled['remove'] = async (id, signal) => {
        most = Math.max(most, under.add(id).size);
        await turn();
        under.delete(id);
        return scene.runtime.remove(id, signal);
      };
      const pass = new ReconcilePass(scene.parts(over(scene.runtime, { remove })));
      await scene.clock.advance(grace);
      await scene.run({}, pass);
      await scene.run({}, pass);
      expect(most).to.equal(4);
      expect(await scene.objects({}, pass)).to.deep.equal([]);
    });

    it('are not begun any more once the caller gives up', async function () {
      const scene = new ReconcileScene();
      const ids = Array.from({ length: 10 }, () => scene.plant());
      const enough = new AbortController();
      const remove: Reconciled['remove'] = (id, signal) => {
        enough.abort();
        return scene.runtime.remove(id, signal);
      };
      const pass = new ReconcilePass(scene.parts(over(scene.runtime, { remove })));
      await scene.clock.advance(grace);
      await scene.run({}, pass);
      const objects = objectsOf(valueOf(await pass.run(aReconcilePolicy(), enough.signal)));
      expect(objects).to.have.length(10);
      for (const { removal } of objects) expect(removal).to.have.nested.property('error.kind', 'unavailable');
      expect(ids.every((id) => scene.has(id))).to.equal(true);
    });
  });
});

const faultIn = (answer: ReturnType<ReconcileScene['host']['survey']>): unknown =>
  answer.ok ? undefined : answer.error;
