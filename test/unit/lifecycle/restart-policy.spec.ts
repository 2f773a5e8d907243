import { expect } from 'chai';

import {
  decideRestart,
  type EndedAttempt,
  endedWith,
  type RestartDecision,
  runsAgain,
} from '../../../src/domain/lifecycle/restart-policy.js';
import type { Instant } from '../../../src/domain/model/ids.js';
import type { JobType, Lifecycle, RestartPolicy } from '../../../src/domain/model/job.js';

const policy: RestartPolicy = { attempts: 2, intervalMs: 60_000, delayMs: 1000, mode: 'fail' };
const failed: EndedAttempt = { policy, success: false, again: false, why: 'ended with 7' };
const decide = (
  over: Partial<EndedAttempt>,
  restarts: readonly number[] = [],
  now = 100_000,
): RestartDecision =>
  decideRestart(
    { ...failed, ...over },
    { restarts: restarts as readonly Instant[], seed: 1 },
    now as Instant,
  );

describe('decideRestart', function () {
  it('is complete after a success', function () {
    expect(decide({ success: true })).to.deep.equal({ do: 'complete' });
  });

  it('starts again after a success what never ends', function () {
    expect(decide({ success: true, again: true })).to.include({ do: 'restart', why: 'ended with 7' });
  });

  it('starts again what failed while attempts are left', function () {
    expect(decide({}, [99_000])).to.include({ do: 'restart', why: 'ended with 7' });
  });

  it('stretches the delay by up to a quarter, the same for the same seed and turn', function () {
    const delays = Array.from({ length: 200 }, (_, seed) =>
      decideRestart(failed, { restarts: [], seed }, 0 as Instant),
    ).map((decision) => (decision.do === 'restart' ? decision.delayMs : NaN));
    expect(Math.min(...delays)).to.be.within(1000, 1020);
    expect(Math.max(...delays)).to.be.within(1230, 1250);
    expect(new Set(delays).size).to.be.greaterThan(100);
    expect(decide({})).to.deep.equal(decide({}));
  });

  it('gives each turn its own jitter', function () {
    expect(decide({}, [])).not.to.deep.equal(decide({}, [1]));
  });

  it('fails when the attempts of the interval are used up', function () {
    expect(decide({}, [50_000, 60_000])).to.deep.equal({
      do: 'fail',
      why: '2 restarts within 60s are used up',
    });
  });

  it('forgets restarts that are older than the interval', function () {
    expect(decide({}, [40_000, 60_000])).to.include({ do: 'restart' });
    expect(decide({}, [40_001, 60_000])).to.include({ do: 'fail' });
  });

  it('no longer counts restarts of a time that is yet to come', function () {
    for (const mode of ['fail', 'delay'] as const) {
      const decision = decide({ policy: { ...policy, mode } }, [3_700_000, 3_800_000]);
      expect(decision).to.include({ do: 'restart', why: 'ended with 7' });
    }
    expect(decide({}, [3_700_000, 90_000, 100_000])).to.include({ do: 'fail' });
  });

  it('waits for the next interval in mode delay', function () {
    const decision = decide({ policy: { ...policy, mode: 'delay' } }, [50_000, 60_000]);
    expect(decision).to.include({ do: 'restart', why: '2 restarts within 60s are used up' });
    expect(decision.do === 'restart' && decision.delayMs).to.be.within(10_000, 10_250);
  });

  it('fails at once when the policy allows no restart, whatever its mode', function () {
    for (const mode of ['fail', 'delay'] as const) {
      expect(decide({ policy: { ...policy, attempts: 0, mode } })).to.deep.equal({
        do: 'fail',
        why: 'its restart policy allows none',
      });
    }
  });
});

describe('endedWith', function () {
  it('tells success by the code alone and keeps the words', function () {
    expect(endedWith({ kind: 'code', code: 0, oom: false }, policy, true)).to.deep.equal({
      policy,
      success: true,
      again: true,
      why: 'ended with 0',
    });
    expect(endedWith({ kind: 'signal', signal: 'SIGKILL', oom: true }, policy, false)).to.deep.equal({
      policy,
      success: false,
      again: false,
      why: 'ended with SIGKILL (out of memory)',
    });
  });
});

describe('runsAgain', function () {
  const hooks: readonly Lifecycle['hook'][] = ['main', 'prestart', 'poststart', 'poststop'];
  const again = (type: JobType, sidecar: boolean): readonly string[] =>
    hooks.filter((hook) => runsAgain(type, { hook, sidecar }));

  it('holds for main tasks of services and system jobs', function () {
    expect(again('service', false)).to.deep.equal(['main']);
    expect(again('system', false)).to.deep.equal(['main']);
    expect(again('batch', false)).to.deep.equal([]);
    expect(again('sysbatch', false)).to.deep.equal([]);
  });

  it('holds for sidecars of every job, and never for poststop tasks', function () {
    expect(again('batch', true)).to.deep.equal(['prestart', 'poststart']);
    expect(again('service', true)).to.deep.equal(['main', 'prestart', 'poststart']);
  });
});
