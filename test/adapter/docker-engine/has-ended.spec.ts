import { expect } from 'chai';

import { hasEnded } from '../../../src/adapters/docker-engine/container/has-ended.js';
import { ManualClock } from '../../../src/adapters/memory/manual-clock.js';
import { fault, type RuntimeFault } from '../../../src/domain/faults/runtime-fault.js';
import type { InstanceId, Instant } from '../../../src/domain/model/ids.js';
import type { Instance, InstanceState } from '../../../src/domain/model/instance.js';
import { err, ok, type Result } from '../../../src/domain/shared/result.js';
import { anIdentity } from '../../../src/testing/builders/an-identity.js';
import { faultOf, valueOf } from '../../../src/testing/expect-result.js';

const at = 0 as Instant;
const running: InstanceState = { phase: 'running', pid: 7, startedAt: at };
const exit = { kind: 'code', code: 0, oom: false } as const;
const exited: InstanceState = { phase: 'exited', exit, startedAt: at, finishedAt: at };
const unknown: InstanceState = { phase: 'unknown', why: 'it can not be told' };
const seen = (state: InstanceState): Result<Instance, RuntimeFault> =>
  ok({ id: 'id' as InstanceId, name: 'name', identity: anIdentity(), createdAt: at, state });

describe('Whether a container whose process is not to be seen has ended', () => {
  let clock: ManualClock;
  beforeEach(() => {
    clock = new ManualClock();
  });
  /** Each look in turn; the last one from then on. */
  const told = (
    ...looks: readonly Result<Instance, RuntimeFault>[]
  ): Promise<Result<boolean, RuntimeFault>> => {
    let count = 0;
    const look = (): Promise<Result<Instance, RuntimeFault>> =>
      Promise.resolve(looks[Math.min(count++, looks.length - 1)] ?? seen(unknown));
    return clock.runUntil(hasEnded(look, clock, new AbortController().signal));
  };

  it('is told by an engine that notices it later', async () => {
    expect(valueOf(await told(seen(running), seen(unknown), seen(running), seen(exited)))).to.equal(true);
    expect(clock.now()).to.equal(60);
  });

  it('is so when it is gone', async () => {
    expect(valueOf(await told(err(fault('not-found', 'gone'))))).to.equal(true);
  });

  it('is not so when the engine goes on saying that it runs', async () => {
    expect(valueOf(await told(seen(running)))).to.equal(false);
    expect(clock.now()).to.equal(5_000);
  });

  it('can not be told when the engine does not say', async () => {
    expect(faultOf(await told(err(fault('unavailable', 'no answer'))))).to.equal('unavailable');
    expect(faultOf(await told(seen(unknown)))).to.equal('unavailable');
  });
});
