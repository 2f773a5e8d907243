import { expect } from 'chai';

import type { Instant } from '../../../src/domain/model/ids.js';
import type { InstanceState } from '../../../src/domain/model/instance.js';
import type { StopPolicy } from '../../../src/domain/model/stop-policy.js';
import { nextStopStep, type StopProgress, type StopStep } from '../../../src/domain/stop/stop-escalation.js';

const at = (ms: number): Instant => ms as Instant;
const policy: StopPolicy = { signal: 'SIGINT', killTimeoutMs: 5000, verifyMs: 10_000 };
const running: InstanceState = { phase: 'running', pid: 7, startedAt: at(0) };
const next = (over: Partial<StopProgress>, now = 1000, rules = policy): StopStep =>
  nextStopStep({ state: running, signalledAt: undefined, killedAt: undefined, ...over }, rules, at(now));

describe('the stop escalation', function () {
  it('signals first, with the signal that was asked for', function () {
    expect(next({})).to.deep.equal({ do: 'signal', name: 'SIGINT' });
  });

  it('signals SIGTERM when none was asked for', function () {
    expect(next({}, 1000, { ...policy, signal: undefined })).to.deep.equal({ do: 'signal', name: 'SIGTERM' });
  });

  it('waits from the signal for as long as the task has to end', function () {
    expect(next({ signalledAt: at(1000) }, 5999)).to.deep.equal({ do: 'wait', until: 6000 });
  });

  it('kills when that time is over', function () {
    expect(next({ signalledAt: at(1000) }, 6000)).to.deep.equal({ do: 'kill' });
  });

  it('kills at once when the task has no time to end', function () {
    expect(next({}, 1000, { ...policy, killTimeoutMs: 0 })).to.deep.equal({ do: 'kill' });
  });

  it('verifies the kill and does not kill twice', function () {
    expect(next({ signalledAt: at(0), killedAt: at(6000) }, 15_999)).to.deep.equal({
      do: 'wait',
      until: 16_000,
    });
  });

  it('gives up, with the truth, when what was killed lives on', function () {
    expect(next({ signalledAt: at(0), killedAt: at(6000) }, 16_000)).to.deep.equal({ do: 'give-up' });
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
      expect(next({ state, signalledAt: at(0), killedAt: at(1) }, 99_999)).to.deep.equal({ do: 'finish' });
    });
  }
});
