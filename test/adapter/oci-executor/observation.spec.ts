import { expect } from 'chai';

import { type Observation, stateOf } from '../../../src/adapters/oci-executor/observation.js';
import type { Instant } from '../../../src/domain/model/ids.js';
import { anIdentity, at } from '../../../src/testing/builders/an-identity.js';

const task = { pid: 7, startTicks: 1, bootId: 'boot' };

const seen = (over: Partial<Observation> = {}): Observation => ({
  record: { name: 'x', identity: anIdentity(), createdAt: at(1000), bootId: 'boot', runtime: '/runc' },
  otherBoot: false,
  exit: undefined,
  task,
  wasMade: true,
  isGated: false,
  monitorLives: true,
  startedAt: at(2000),
  oom: false,
  ...over,
});

const exit = (status: number | undefined, when = 3000): Observation['exit'] => ({
  status,
  at: when as Instant,
});

describe('stateOf', function () {
  it('is created while the gate is closed', function () {
    expect(stateOf(seen({ isGated: true }))).to.deep.equal({ phase: 'created' });
    expect(stateOf(seen({ isGated: true, monitorLives: false }))).to.deep.equal({ phase: 'created' });
  });

  it('is running once the gate is gone', function () {
    expect(stateOf(seen())).to.deep.equal({ phase: 'running', pid: 7, startedAt: 2000 });
    expect(stateOf(seen({ startedAt: undefined }))).to.include({ phase: 'running', startedAt: 1000 });
  });

  it('is exited as the monitor wrote it, with oom from the control group', function () {
    expect(stateOf(seen({ task: undefined, exit: exit(7) }))).to.deep.equal({
      phase: 'exited',
      exit: { kind: 'code', code: 7, oom: false },
      startedAt: 2000,
      finishedAt: 3000,
    });
    expect(stateOf(seen({ exit: exit(137), oom: true }))).to.have.deep.property('exit', {
      kind: 'signal',
      signal: 'SIGKILL',
      oom: true,
    });
    expect(stateOf(seen({ exit: exit(137) }))).to.have.nested.property('exit.oom', false);
  });

  it('tells no exit of what has ended at its gate after it was told to start', function () {
    const ended = { task: undefined, isGated: true, exit: exit(1) };
    expect(stateOf(seen(ended))).to.have.nested.property('exit.kind', 'unknown');
    expect(stateOf(seen({ ...ended, startedAt: undefined }))).to.have.nested.property('exit.code', 1);
  });

  it('never ends before it started, whatever the clock of the file system says', function () {
    expect(stateOf(seen({ exit: exit(0, 1999) }))).to.include({ startedAt: 2000, finishedAt: 2000 });
  });

  it('keeps an exit that was written before a boot', function () {
    expect(stateOf(seen({ otherBoot: true, exit: exit(3) }))).to.have.nested.property('exit.code', 3);
  });

  it('does not make up an exit', function () {
    const cases: readonly (readonly [Partial<Observation>, string])[] = [
      [{ task: undefined, exit: exit(undefined) }, 'could not learn'],
      [{ task: undefined, monitorLives: false }, 'monitor ended before it'],
      [{ otherBoot: true }, 'booted since'],
      [{ otherBoot: true, task: undefined, wasMade: false, monitorLives: false }, 'booted since'],
    ];
    for (const [over, why] of cases) {
      const state = stateOf(seen({ ...over, oom: true }));
      expect(state.phase, why).to.equal('exited');
      if (state.phase !== 'exited') continue;
      expect(state.exit).to.include({ kind: 'unknown', oom: true });
      expect(state.exit.kind === 'unknown' && state.exit.why).to.include(why);
    }
  });

  it('is created when it was never made to its end: nothing of it ran', function () {
    const broken = seen({ task: undefined, wasMade: false, monitorLives: false });
    expect(stateOf(broken)).to.deep.equal({ phase: 'created' });
  });

  it('is unknown while it is being made, or has just ended', function () {
    for (const [over, why] of [
      [{ wasMade: false }, 'being made'],
      [{}, 'not told yet'],
    ] as const) {
      const state = stateOf(seen({ task: undefined, ...over }));
      expect(state.phase === 'unknown' && state.why).to.include(why);
    }
  });
});
