import { expect } from 'chai';

import type { RuntimeFault, RuntimeFaultKind } from '../../../src/domain/faults/runtime-fault.js';
import type { Identity } from '../../../src/domain/model/identity.js';
import type { InstanceId, Instant } from '../../../src/domain/model/ids.js';
import type { Instance, InstanceState } from '../../../src/domain/model/instance.js';
import {
  afterStep,
  beforeStart,
  nextStartStep,
  type Seen,
  type StartPolicy,
  type StartProgress,
  type StartStep,
} from '../../../src/domain/start/start-protocol.js';

const policy: StartPolicy = { patience: 2, backOffMs: 100, backOffMaxMs: 300 };
const id = 'c1' as InstanceId;
const other = 'c2' as InstanceId;
const running: InstanceState = { phase: 'running', pid: 7, startedAt: 1 as Instant };
const exited: InstanceState = {
  phase: 'exited',
  exit: { kind: 'code', code: 0, oom: false },
  startedAt: 1 as Instant,
  finishedAt: 2 as Instant,
};

const instance = (state: InstanceState, name: InstanceId = id): Instance => ({
  id: name,
  name,
  identity: {} as Identity,
  createdAt: 0 as Instant,
  state,
});
const fault = (kind: RuntimeFaultKind): RuntimeFault => ({ kind, message: kind });
const next = (seen: Seen, over: Partial<StartProgress> = {}): StartStep =>
  nextStartStep({ ...beforeStart(false, false), seen, ...over }, policy);
const looked = (...instances: readonly Instance[]): Seen => ({ what: 'instances', instances });

const definite: readonly RuntimeFaultKind[] = [
  'invalid-spec',
  'unsupported',
  'permission-denied',
  'not-found',
];
const unclear: readonly RuntimeFaultKind[] = ['conflict', 'outcome-unknown', 'internal'];
const later: readonly RuntimeFaultKind[] = ['unavailable', 'resource-exhausted'];

describe('the start protocol', function () {
  it('creates first', function () {
    expect(next({ what: 'nothing' })).to.deep.equal({ do: 'create' });
  });

  it('starts what was created', function () {
    expect(next({ what: 'created', id })).to.deep.equal({ do: 'start', id });
  });

  it('inspects what was started', function () {
    expect(next({ what: 'started', id }, { startAsked: true })).to.deep.equal({ do: 'inspect', id });
  });

  it('verifies what runs', function () {
    const seen = instance(running);
    expect(next(looked(seen))).to.deep.equal({ do: 'verify', instance: seen });
  });

  it('verifies what has run and ended already, and makes no other: it must not run twice', function () {
    const seen = instance(exited);
    expect(next(looked(seen))).to.deep.equal({ do: 'verify', instance: seen });
  });

  it('succeeds with what was verified, also when its patience is over', function () {
    const seen = instance(running);
    for (const setbacks of [0, policy.patience, policy.patience + 1])
      expect(next({ what: 'verified', instance: seen }, { setbacks })).to.deep.equal({
        do: 'succeed',
        instance: seen,
      });
  });

  it('starts what a lost answer had created', function () {
    expect(next(looked(instance({ phase: 'created' })))).to.deep.equal({ do: 'start', id });
  });

  it('creates again when nothing carries the token', function () {
    expect(next(looked(), { setbacks: 1 })).to.deep.equal({ do: 'create' });
  });

  it('does not create again what it had asked to start', function () {
    const fault = { kind: 'not-found', message: 'it vanished while it was being started' };
    expect(next(looked(), { startAsked: true })).to.deep.equal({
      do: 'fail',
      fault,
      leftover: 'pending-removal',
    });
  });

  it('removes all when one token is carried twice', function () {
    const step = next(looked(instance(running), instance(running, other)));
    expect(step).to.deep.include({ do: 'remove', ids: [id, other] });
    expect(step).to.deep.nested.property('because', {
      kind: 'internal',
      message: '2 instances carry the token of one attempt',
    });
  });

  for (const kind of definite) {
    it(`fails at once, with nothing left, when create answers ${kind}`, function () {
      expect(next({ what: 'create-fault', fault: fault(kind) }, { setbacks: 1 })).to.deep.equal({
        do: 'fail',
        fault: fault(kind),
        leftover: 'none',
      });
    });

    it(`removes the instance when start answers ${kind}`, function () {
      const step = next({ what: 'start-fault', id, fault: fault(kind) }, { setbacks: 1, startAsked: true });
      expect(step).to.deep.equal({ do: 'remove', ids: [id], because: fault(kind) });
    });
  }

  describe('when what a create does not find can be supplied', function () {
    const missing: Seen = { what: 'create-fault', fault: fault('not-found') };

    it('has it supplied', function () {
      expect(next(missing, { suppliable: true, setbacks: 1 })).to.deep.equal({ do: 'supply' });
    });

    it('creates again then', function () {
      expect(next({ what: 'supplied' }, { setbacks: 1 })).to.deep.equal({ do: 'create' });
    });

    it('fails with the reason when it can not be had', function () {
      const seen: Seen = { what: 'supply-fault', fault: fault('permission-denied') };
      const failed = { do: 'fail', fault: fault('permission-denied') };
      expect(next(seen)).to.deep.equal({ ...failed, leftover: 'none' });
      expect(next(seen, { createUnclear: true })).to.deep.equal({ ...failed, leftover: 'pending-removal' });
    });

    it('has nothing supplied, and makes nothing, once it is cancelled', function () {
      const why = { kind: 'unavailable', message: 'stopped before it was started' };
      const stopped = { do: 'fail', fault: why, leftover: 'none' };
      expect(next(missing, { suppliable: true, cancelled: true })).to.deep.equal(stopped);
      expect(next({ what: 'supplied' }, { cancelled: true })).to.deep.equal(stopped);
    });

    for (const kind of [...definite, ...unclear, ...later].filter((other) => other !== 'not-found')) {
      it(`supplies nothing when create answers ${kind}`, function () {
        const seen: Seen = { what: 'create-fault', fault: fault(kind) };
        expect(next(seen, { suppliable: true })).to.deep.equal(next(seen));
      });
    }
  });

  for (const kind of [...unclear, ...later]) {
    it(`looks before anything else when create answers ${kind}`, function () {
      const step = next({ what: 'create-fault', fault: fault(kind) }, { setbacks: 1 });
      expect(step).to.deep.equal({ do: 'look', afterMs: 100 });
    });

    it(`looks before anything else when start answers ${kind}`, function () {
      const step = next({ what: 'start-fault', id, fault: fault(kind) }, { setbacks: 1, startAsked: true });
      expect(step).to.deep.equal({ do: 'look', afterMs: 100 });
    });

    it(`removes the instance when patience ends with a start that answers ${kind}`, function () {
      const step = next({ what: 'start-fault', id, fault: fault(kind) }, { setbacks: 3, startAsked: true });
      expect(step).to.deep.equal({ do: 'remove', ids: [id], because: fault(kind) });
    });

    it(`looks again when looking answers ${kind}`, function () {
      const step = next({ what: 'look-fault', fault: fault(kind) }, { setbacks: 2 });
      expect(step).to.deep.equal({ do: 'look', afterMs: 200 });
    });
  }

  for (const kind of [...unclear, ...later, ...definite]) {
    it(`keeps a removal pending when a create answers ${kind} after one whose answer was lost`, function () {
      const step = next({ what: 'create-fault', fault: fault(kind) }, { setbacks: 3, createUnclear: true });
      expect(step).to.deep.equal({ do: 'fail', fault: fault(kind), leftover: 'pending-removal' });
    });

    it(`keeps a removal pending when patience ends with a look that answers ${kind}`, function () {
      const step = next({ what: 'look-fault', fault: fault(kind) }, { setbacks: 3 });
      expect(step).to.deep.equal({ do: 'fail', fault: fault(kind), leftover: 'pending-removal' });
    });
  }

  for (const kind of later) {
    it(`leaves nothing when patience ends with a create that answers ${kind}`, function () {
      const step = next({ what: 'create-fault', fault: fault(kind) }, { setbacks: 3 });
      expect(step).to.deep.equal({ do: 'fail', fault: fault(kind), leftover: 'none' });
    });
  }

  it('looks again while the state is unknown, then removes', function () {
    const seen = looked(instance({ phase: 'unknown', why: 'no monitor' }));
    expect(next(seen, { setbacks: 1 })).to.deep.equal({ do: 'look', afterMs: 100 });
    expect(next(seen, { setbacks: 3 })).to.deep.equal({
      do: 'remove',
      ids: [id],
      because: { kind: 'internal', message: "its state can't be learned: no monitor" },
    });
  });

  it('starts again what does not run although its start was answered, then removes it', function () {
    const seen = looked(instance({ phase: 'created' }));
    expect(next(seen, { setbacks: 2, startAsked: true })).to.deep.equal({ do: 'start', id });
    expect(next(seen, { setbacks: 3, startAsked: true })).to.deep.equal({
      do: 'remove',
      ids: [id],
      because: { kind: 'internal', message: 'it does not run although its start was answered' },
    });
  });

  it('waits twice as long for each further setback, up to its bound', function () {
    const waits = [0, 1, 2, 3].map((setbacks) =>
      nextStartStep(
        { ...beforeStart(false, false), seen: { what: 'look-fault', fault: fault('internal') }, setbacks },
        { ...policy, patience: 9 },
      ),
    );
    expect(waits.map((step) => step.do === 'look' && step.afterMs)).to.deep.equal([100, 100, 200, 300]);
  });

  it('fails with the reason once the instance is removed', function () {
    expect(next({ what: 'removed', because: fault('internal') })).to.deep.equal({
      do: 'fail',
      fault: fault('internal'),
      leftover: 'none',
    });
  });

  it('keeps the removal pending when it did not succeed', function () {
    expect(next({ what: 'remove-fault', because: fault('internal') })).to.deep.equal({
      do: 'fail',
      fault: fault('internal'),
      leftover: 'pending-removal',
    });
  });

  describe('when it is cancelled', function () {
    const cancelled = { cancelled: true };
    const why = { kind: 'unavailable', message: 'stopped before it was started' };

    it('makes nothing', function () {
      expect(next({ what: 'nothing' }, cancelled)).to.deep.equal({
        do: 'fail',
        fault: why,
        leftover: 'none',
      });
    });

    it('removes what was created', function () {
      const removal = { do: 'remove', ids: [id], because: why };
      expect(next({ what: 'created', id }, cancelled)).to.deep.equal(removal);
      expect(next(looked(instance({ phase: 'created' })), cancelled)).to.deep.equal(removal);
    });

    it('removes what may run, since nobody can tell', function () {
      const unclear = looked(instance({ phase: 'unknown', why: 'no monitor' }));
      expect(next(unclear, cancelled)).to.deep.equal({ do: 'remove', ids: [id], because: why });
    });

    it('hands over what runs, to be stopped in order', function () {
      const seen = instance(running);
      expect(next(looked(seen), cancelled)).to.deep.equal({ do: 'verify', instance: seen });
      expect(next({ what: 'verified', instance: seen }, cancelled)).to.have.property('do', 'succeed');
    });

    it('keeps a removal pending for a create whose answer was lost', function () {
      const step = next(looked(), { ...cancelled, setbacks: 1, createUnclear: true });
      expect(step).to.deep.equal({ do: 'fail', fault: why, leftover: 'pending-removal' });
      expect(next(looked(), { ...cancelled, setbacks: 1 })).to.have.property('leftover', 'none');
    });
  });
});

describe('what is known after a step', function () {
  const create: StartStep = { do: 'create' };
  const begun = beforeStart(false, true);

  it('counts faults', function () {
    const once = afterStep(begun, create, { what: 'create-fault', fault: fault('unavailable') }, false);
    expect(once).to.include({ setbacks: 1, startAsked: false, createUnclear: false, cancelled: false });
    const twice = afterStep(
      once,
      { do: 'look', afterMs: 0 },
      { what: 'look-fault', fault: fault('internal') },
      false,
    );
    expect(twice).to.include({ setbacks: 2, createUnclear: false });
    expect(afterStep(twice, create, { what: 'created', id }, false)).to.include({ setbacks: 2 });
  });

  it('counts looks that did not show what became of the last step', function () {
    const look: StartStep = { do: 'look', afterMs: 0 };
    const made = looked(instance({ phase: 'created' }));
    const answered = afterStep(begun, { do: 'start', id }, { what: 'started', id }, false);
    expect(afterStep(begun, look, looked(instance({ phase: 'unknown', why: '' })), false).setbacks).to.equal(
      1,
    );
    expect(afterStep(answered, { do: 'inspect', id }, made, false).setbacks).to.equal(1);
    expect(afterStep(begun, look, made, false).setbacks).to.equal(0);
    expect(afterStep(answered, { do: 'inspect', id }, looked(instance(running)), false).setbacks).to.equal(0);
    expect(afterStep(answered, { do: 'inspect', id }, looked(), false).setbacks).to.equal(0);
  });

  for (const kind of unclear) {
    it(`remembers that a create answered ${kind}`, function () {
      const lost = afterStep(begun, create, { what: 'create-fault', fault: fault(kind) }, false);
      expect(lost.createUnclear).to.equal(true);
      expect(afterStep(lost, create, { what: 'created', id }, false).createUnclear).to.equal(true);
    });
  }

  it('supplies once', function () {
    const missing: Seen = { what: 'create-fault', fault: fault('not-found') };
    const unfound = afterStep(begun, create, missing, false);
    expect(unfound.suppliable).to.equal(true);
    const supplied = afterStep(unfound, { do: 'supply' }, { what: 'supplied' }, false);
    expect(supplied.suppliable).to.equal(false);
    expect(afterStep(supplied, create, missing, false).suppliable).to.equal(false);
    expect(beforeStart(false, false).suppliable).to.equal(false);
  });

  it('remembers that a start was asked for, whatever was answered', function () {
    const asked = afterStep(
      begun,
      { do: 'start', id },
      { what: 'start-fault', id, fault: fault('internal') },
      false,
    );
    expect(asked).to.include({ startAsked: true, createUnclear: false });
    expect(afterStep(asked, { do: 'look', afterMs: 0 }, looked(), false).startAsked).to.equal(true);
  });

  it('knows whether it is still wanted, and what was seen last', function () {
    const seen: Seen = { what: 'created', id };
    expect(afterStep(begun, create, seen, true)).to.deep.include({ seen, cancelled: true });
    expect(beforeStart(true, false)).to.deep.include({ seen: { what: 'nothing' }, cancelled: true });
  });
});
