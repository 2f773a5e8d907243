import { expect } from 'chai';

import { ReconcileLoop, type ReconcileLoopPolicy } from '../../../src/app/services/reconcile-loop.js';
import { ReconcilePass } from '../../../src/app/services/reconcile-pass.js';
import type { Reconciled } from '../../../src/app/services/reconcile-runtime.js';
import { fault } from '../../../src/domain/faults/runtime-fault.js';
import type { InstanceId } from '../../../src/domain/model/ids.js';
import type { Answer } from '../../../src/domain/ports/runtime.js';
import { err } from '../../../src/domain/shared/result.js';
import { aReconcilePolicy, grace, ourLabels } from '../../support/builders/a-host-object.js';
import type { FaultScript } from '../../support/faults/faulty-runtime.js';
import { over, ReconcileScene } from './reconcile-scene.js';

const period = 60_000;
const times = <T>(count: number, what: T): readonly T[] => Array.from({ length: count }, () => what);

class Stage extends ReconcileScene {
  readonly told: string[] = [];
  readonly loop: ReconcileLoop;

  constructor(script: FaultScript = {}, policy: Partial<ReconcileLoopPolicy> = {}, pass?: ReconcilePass) {
    super(script);
    this.loop = new ReconcileLoop({
      pass: pass ?? this.pass,
      clock: this.clock,
      diagnostics: {
        note: (level, message, facts = {}) => {
          this.told.push(`${level} ${message}`);
          expect(JSON.stringify(facts)).to.be.a('string');
        },
      },
      policy: { ...aReconcilePolicy(), enabled: true, periodMs: period, ...policy },
    });
  }

  get surveys(): number {
    return this.runtime.calls.filter((verb) => verb === 'survey').length;
  }
}

describe('the loop that reconciles', function () {
  it('makes no call by being made', async function () {
    const stage = new Stage();
    await stage.clock.advance(10 * grace);
    expect(stage.runtime.calls).to.deep.equal([]);
  });

  it('makes no call when it is not to reconcile', async function () {
    const stage = new Stage({}, { enabled: false });
    stage.loop.start();
    await stage.clock.advance(10 * grace);
    expect(stage.runtime.calls).to.deep.equal([]);
    await stage.loop.close();
  });

  for (const [what, policy, first] of [
    ['the grace', {}, grace],
    ['a period that is longer than the grace', { periodMs: 2 * grace }, 2 * grace],
  ] as const)
    it(`makes its first pass after ${what}, and not before`, async function () {
      const stage = new Stage({}, policy);
      stage.loop.start();
      await stage.clock.advance(first - 1);
      expect(stage.runtime.calls).to.deep.equal([]);
      await stage.clock.advance(1);
      expect(stage.surveys).to.equal(1);
      await stage.loop.close();
    });

  it('is one however often it is started', async function () {
    const stage = new Stage();
    for (const moment of [0, 1000, grace]) {
      stage.loop.start();
      stage.loop.start();
      await stage.clock.advance(moment);
    }
    await stage.clock.advance(period);
    const { surveys } = stage;
    await stage.clock.advance(5 * period);
    expect(stage.surveys).to.equal(surveys + 5);
    await stage.loop.close();
  });

  it('makes the next pass a period after the one before has ended', async function () {
    const stage = new Stage();
    const { runtime, clock } = stage;
    const begun: number[] = [];
    const survey: Reconciled['survey'] = async (thoroughness, signal) => {
      begun.push(clock.now());
      await clock.sleep(30_000, signal);
      return runtime.survey(thoroughness, signal);
    };
    const start = clock.now();
    const loop = new ReconcileLoop({
      pass: new ReconcilePass(stage.parts(over(runtime, { survey }))),
      clock,
      diagnostics: { note: () => undefined },
      policy: { ...aReconcilePolicy(), enabled: true, periodMs: period },
    });
    loop.start();
    await clock.advance(grace + 200_000);
    expect(begun.map((moment) => moment - start - grace)).to.deep.equal([0, 90_000, 180_000]);
    await loop.close();
  });

  it('removes at its second sighting what is ours and not known, and tells of it', async function () {
    const stage = new Stage();
    const [ours, theirs] = [stage.plant(), stage.plant({ claim: ourLabels({ owner: 'somebody' }) })];
    stage.loop.start();
    await stage.clock.advance(grace);
    expect(stage.has(ours)).to.equal(true);
    await stage.clock.advance(period);
    expect([stage.has(ours), stage.has(theirs)]).to.deep.equal([false, true]);
    await stage.clock.advance(5 * period);
    expect(stage.told).to.deep.equal([
      `info removed ${ours}: it is ours, and no task of ours is known that it belongs to`,
    ]);
    await stage.loop.close();
  });

  it('tells once of what a dry run would remove', async function () {
    const stage = new Stage({}, { dryRun: true });
    const id = stage.plant();
    stage.loop.start();
    await stage.clock.advance(grace + 5 * period);
    expect(stage.has(id)).to.equal(true);
    expect(stage.told).to.deep.equal([`info ${id}: it would be removed, but this is a dry run`]);
    await stage.loop.close();
  });

  it('skips a runtime while it is unhealthy, without a word, and goes on once it is not', async function () {
    const stage = new Stage({ describe: times(3, { before: 'unavailable' }) });
    stage.loop.start();
    await stage.clock.advance(grace + 2 * period);
    expect(stage.runtime.calls).to.deep.equal(times(3, 'describe'));
    await stage.clock.advance(period);
    expect(stage.surveys).to.equal(1);
    expect(stage.told).to.deep.equal([]);
    await stage.loop.close();
  });

  it('tells once per run of failures that a pass failed', async function () {
    const failing = { before: 'internal' } as const;
    const stage = new Stage({ survey: [failing, failing, failing, 'pass', failing, failing] });
    const told = 'warn nothing of exec is reconciled: it was not seen whole: survey was made to fail';
    stage.loop.start();
    await stage.clock.advance(grace + 3 * period);
    expect(stage.told).to.deep.equal([told]);
    await stage.clock.advance(2 * period);
    expect(stage.told).to.deep.equal([told, told]);
    await stage.loop.close();
  });

  it('tells once that it can not be told what is wanted', async function () {
    const parts = new ReconcileScene().parts();
    const liveAllocs = (): Answer<never> => Promise.resolve(err(fault('unavailable', 'not yet')));
    const stage = new Stage({}, {}, new ReconcilePass({ ...parts, liveAllocs }));
    stage.loop.start();
    await stage.clock.advance(grace + 3 * period);
    expect(stage.told).to.deep.equal([
      'warn nothing is reconciled: it can not be told what is wanted: not yet',
    ]);
    await stage.loop.close();
  });

  it('tells that a plan broke rules', async function () {
    const { clock, ...parts } = new ReconcileScene().parts();
    const pass = new ReconcilePass({ ...parts, clock }, () => ({
      verdicts: [{ id: 'x' as InstanceId, do: 'remove', because: 'untracked-task' }],
    }));
    const stage = new Stage({}, {}, pass);
    stage.loop.start();
    await stage.clock.advance(grace + 3 * period);
    expect(stage.told).to.deep.equal(['error nothing of exec is reconciled: the plan for it broke rules']);
    await stage.loop.close();
  });

  it('tells once of what it fails to remove, and of its removal in the end', async function () {
    const stage = new Stage({ remove: times(3, { before: 'internal' }) });
    const id = stage.plant();
    stage.loop.start();
    await stage.clock.advance(grace + 5 * period);
    expect(stage.told).to.deep.equal([
      `warn ${id} is not removed: remove was made to fail`,
      `info removed ${id}: it is ours, and no task of ours is known that it belongs to`,
    ]);
    await stage.loop.close();
  });

  describe('once it is closed', function () {
    it('makes no pass any more, nor by being started again', async function () {
      const stage = new Stage();
      stage.loop.start();
      await stage.clock.advance(grace);
      await stage.loop.close();
      stage.loop.start();
      await stage.clock.advance(10 * period);
      expect(stage.surveys).to.equal(1);
    });

    it('makes none when it was closed before it was started', async function () {
      const stage = new Stage();
      await stage.loop.close();
      stage.loop.start();
      await stage.clock.advance(10 * period);
      expect(stage.runtime.calls).to.deep.equal([]);
    });

    it('waits for a pass that is under way, which gives up, and tells nothing of that', async function () {
      const stage = new Stage({ survey: ['hang'] });
      stage.loop.start();
      await stage.clock.advance(grace);
      expect(stage.runtime.calls).to.deep.equal(['describe', 'survey']);
      await stage.loop.close();
      expect(stage.told).to.deep.equal([]);
    });

    it('still tells of what that pass had removed', async function () {
      const stage = new Stage({ remove: ['pass', 'hang'] });
      const ids = [stage.plant(), stage.plant()].sort();
      stage.loop.start();
      await stage.clock.advance(grace + period);
      expect(ids.map((id) => stage.has(id))).to.deep.equal([false, true]);
      await stage.loop.close();
      expect(stage.told).to.have.length(1);
      expect(stage.told[0]).to.match(new RegExp(`^info removed ${ids[0] ?? ''}`));
    });
  });
});
