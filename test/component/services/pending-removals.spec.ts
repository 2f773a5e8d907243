import { expect } from 'chai';

import { doing, waitForEver } from '../../../src/adapters/memory/behaviour.js';
import { ManualClock } from '../../../src/adapters/memory/manual-clock.js';
import { MemoryHost } from '../../../src/adapters/memory/memory-host.js';
import { MemoryRuntime } from '../../../src/adapters/memory/memory-runtime.js';
import { PendingRemovals } from '../../../src/app/services/pending-removals.js';
import type { Identity } from '../../../src/domain/model/identity.js';
import type { ProcessSpec } from '../../../src/domain/model/process-spec.js';
import { aProcessSpec } from '../../../src/testing/builders/a-process-spec.js';
import { type FaultScript, FaultyRuntime } from '../../support/faults/faulty-runtime.js';

const never = new AbortController().signal;
const all = (): boolean => true;
const policy = { periodMs: 1000, proofs: 2, patienceMs: 5000 };

function scene(script: FaultScript = {}): Scene {
  const clock = new ManualClock();
  const host = new MemoryHost(clock);
  const runtime = new FaultyRuntime(new MemoryRuntime<ProcessSpec>(host, () => doing(waitForEver)), script);
  const spec = aProcessSpec();
  return {
    clock,
    host,
    runtime,
    spec,
    removals: new PendingRemovals(runtime, spec.identity.owner, clock, policy),
  };
}

interface Scene {
  readonly clock: ManualClock;
  readonly host: MemoryHost;
  readonly runtime: FaultyRuntime<ProcessSpec>;
  readonly spec: ProcessSpec;
  readonly removals: PendingRemovals;
}

const another = (spec: ProcessSpec, over: Partial<Identity>): ProcessSpec =>
  aProcessSpec({ name: 'other', identity: { ...spec.identity, ...over } });

describe('pending removals', function () {
  it('take what comes to be after the first look', async function () {
    const { clock, host, spec, removals, runtime } = scene();
    removals.add(spec.identity);
    const settled = removals.settle(all, 60_000, never);
    await clock.advance(500);
    await runtime.create(spec, never);
    expect(host.all()).to.have.length(1);
    expect(await clock.runUntil(settled)).to.deep.equal([]);
    expect(host.all()).to.deep.equal([]);
  });

  it('are worked at while nobody waits for them, and no longer than there are any', async function () {
    const { clock, host, spec, removals, runtime } = scene({ remove: [{ before: 'unavailable' }] });
    await runtime.create(spec, never);
    removals.add(spec.identity);
    await clock.advance(60_000);
    expect(host.all()).to.deep.equal([]);
    expect(runtime.calls).to.deep.equal(['create', 'list', 'remove', 'list', 'remove', 'list', 'list']);
  });

  it('are worked at again when there are new ones', async function () {
    const { clock, host, spec, removals, runtime } = scene();
    removals.add(spec.identity);
    await clock.advance(60_000);
    await runtime.create(spec, never);
    removals.add(spec.identity);
    await clock.advance(60_000);
    expect(host.all()).to.deep.equal([]);
  });

  it('ask nothing more of the runtime once they are closed', async function () {
    const { clock, spec, removals, runtime } = scene({
      list: Array.from({ length: 99 }, () => ({ before: 'unavailable' })),
    });
    removals.add(spec.identity);
    await clock.advance(3000);
    const settled = removals.settle(all, 60_000, never);
    removals.close();
    const { length } = runtime.calls;
    const { alloc, task, attempt } = spec.identity;
    expect(await settled).to.deep.equal([{ alloc, task, attempt }]);
    await clock.advance(60_000);
    expect(runtime.calls).to.have.length(length);
  });

  it('stay pending while the runtime can not be asked, and tell so when their time is over', async function () {
    const { clock, spec, removals } = scene({
      list: Array.from({ length: 99 }, () => ({ before: 'unavailable' })),
    });
    removals.add(spec.identity);
    const left = await clock.runUntil(removals.settle(all, 10_000, never));
    expect(left.map(({ attempt }) => attempt)).to.deep.equal([spec.identity.attempt]);
    expect(clock.now()).to.equal(10_000);
  });

  it('keep nobody waiting who has nothing pending', async function () {
    const { clock, spec, removals } = scene({ list: [{ before: 'unavailable' }] });
    removals.add(spec.identity);
    const { alloc } = spec.identity;
    expect(await removals.settleTask({ alloc, task: 'other' }, never)).to.deep.equal([]);
    expect(clock.now()).to.equal(0);
    expect(await removals.settleTask(spec.identity, AbortSignal.abort())).to.have.length(1);
  });

  it('do not wait for each other', async function () {
    const { clock, host, spec, removals, runtime } = scene({ remove: ['hang'] });
    const other = another(spec, { attempt: 'other' as never });
    await runtime.create(spec, never);
    await runtime.create(other, never);
    removals.add(spec.identity);
    removals.add(other.identity);
    await clock.advance(1500);
    expect(host.all().map(({ name }) => name)).to.deep.equal([spec.name]);
    removals.close();
  });

  it('are told as long as they are pending', async function () {
    const { clock, spec, removals } = scene();
    const { alloc, task, attempt } = spec.identity;
    removals.add(spec.identity);
    expect(removals.pending).to.deep.equal([{ alloc, task, attempt }]);
    await clock.runUntil(removals.settle(all, 60_000, never));
    expect(removals.pending).to.deep.equal([]);
  });

  it('touch no other attempt', async function () {
    const { clock, host, spec, removals, runtime } = scene();
    await runtime.create(another(spec, { attempt: 'other' as never }), never);
    removals.add(spec.identity);
    await clock.runUntil(removals.settle(all, 60_000, never));
    expect(host.all()).to.have.length(1);
  });
});
