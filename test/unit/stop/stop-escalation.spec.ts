import { expect } from 'chai';

import { type RuntimeFaultKind, fault } from '../../../src/domain/faults/runtime-fault.js';
import type { Instant, Tick } from '../../../src/domain/model/ids.js';
import type { InstanceState } from '../../../src/domain/model/instance.js';
import {
  afterSending,
  type EscalationPolicy,
  nextStopStep,
  type Sending,
  type StopProgress,
  type StopStep,
} from '../../../src/domain/stop/stop-escalation.js';

const at = (ms: number): Instant => ms as Instant;
const tick = (ms: number): Tick => ms as Tick;
const policy: EscalationPolicy = { signal: 'SIGINT', killTimeoutMs: 5000, verifyMs: 10_000, repeatMs: 700 };
const sent = (firstAt: number, lastAt = firstAt, unheard = false): Sending => ({
  firstAt: tick(firstAt),
  lastAt: tick(lastAt),
  unheard,
});
const running: InstanceState = { phase: 'running', pid: 7, startedAt: at(0) };
const next = (over: Partial<StopProgress>, now = 1000, rules = policy): StopStep =>
  nextStopStep({ state: running, signalled: undefined, killed: undefined, ...over }, rules, tick(now));

describe('the stop escalation', function () {
  it('signals first, with the signal that was asked for', function () {
    expect(next({})).to.deep.equal({ do: 'signal', name: 'SIGINT' });
  });

  it('signals SIGTERM when none was asked for', function () {
    expect(next({}, 1000, { ...policy, signal: undefined })).to.deep.equal({ do: 'signal', name: 'SIGTERM' });
  });

  it('waits from the signal for as long as the task has to end', function () {
    expect(next({ signalled: sent(1000) }, 5999)).to.deep.equal({ do: 'wait', until: 6000 });
  });

  it('kills when that time is over', function () {
    expect(next({ signalled: sent(1000) }, 6000)).to.deep.equal({ do: 'kill' });
  });

  it('kills at once when the task has no time to end', function () {
    expect(next({}, 1000, { ...policy, killTimeoutMs: 0 })).to.deep.equal({ do: 'kill' });
  });

  it('does not send a signal twice that may have been heard', function () {
    expect(next({ signalled: sent(1000) }, 1700)).to.deep.equal({ do: 'wait', until: 6000 });
  });

  it('sends a signal again that did nothing, as long as the task has time to end', function () {
    const signalled = sent(1000, 5000, true);
    expect(next({ signalled }, 5699)).to.deep.equal({ do: 'wait', until: 5700 });
    expect(next({ signalled }, 5700)).to.deep.equal({ do: 'signal', name: 'SIGINT' });
    expect(next({ signalled: sent(1000, 5500, true) }, 5999)).to.deep.equal({ do: 'wait', until: 6000 });
    expect(next({ signalled: sent(1000, 5000, true) }, 6000)).to.deep.equal({ do: 'kill' });
  });

  it('kills again and again while it verifies', function () {
    const signalled = sent(0);
    expect(next({ signalled, killed: sent(6000, 7000) }, 7699)).to.deep.equal({ do: 'wait', until: 7700 });
    expect(next({ signalled, killed: sent(6000, 7000) }, 7700)).to.deep.equal({ do: 'kill' });
    expect(next({ signalled, killed: sent(6000, 15_500) }, 15_999)).to.deep.equal({
      do: 'wait',
      until: 16_000,
    });
  });

  it('gives up, with the truth, when what was killed lives on', function () {
    expect(next({ signalled: sent(0), killed: sent(6000, 15_000) }, 16_000)).to.deep.equal({ do: 'give-up' });
  });

  it('goes on while the state is unknown', function () {
    expect(next({ state: { phase: 'unknown', why: 'no answer' } })).to.deep.equal({
      do: 'signal',
      name: 'SIGINT',
    });
  });

  const over: Readonly<Record<string, InstanceState | undefined>> = {
    'has ended': {
      phase: 'exited',
      exit: { kind: 'code', code: 0, oom: false },
      startedAt: at(0),
      finishedAt: at(1),
    },
    'was never started': { phase: 'created' },
    "isn't there": undefined,
  };
  for (const [what, state] of Object.entries(over)) {
    it(`is finished with what ${what}`, function () {
      expect(next({ state })).to.deep.equal({ do: 'finish' });
      expect(next({ state, signalled: sent(0), killed: sent(1) }, 99_999)).to.deep.equal({ do: 'finish' });
    });
  }
});

describe('what is known of a signal that was sent', function () {
  it('is when it was sent first and last', function () {
    const once = afterSending(undefined, tick(5), undefined);
    expect(once).to.deep.equal(sent(5));
    expect(afterSending(once, tick(9), undefined)).to.deep.equal(sent(5, 9));
  });

  const unheard: Readonly<Record<RuntimeFaultKind, boolean>> = {
    'not-found': false,
    conflict: false,
    'invalid-spec': false,
    unsupported: false,
    'permission-denied': false,
    'resource-exhausted': true,
    unavailable: true,
    'outcome-unknown': false,
    internal: false,
  };
  for (const [kind, expected] of Object.entries(unheard)) {
    it(`${expected ? 'is' : 'is not'} that sending it again helps when ${kind} was answered`, function () {
      const answered = afterSending(undefined, tick(5), fault(kind as RuntimeFaultKind, ''));
      expect(answered.unheard).to.equal(expected);
    });
  }
});
