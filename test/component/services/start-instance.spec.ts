import { expect } from 'chai';

import { doing, succeed, waitForEver } from '../../../src/adapters/memory/behaviour.js';
import { ManualClock } from '../../../src/adapters/memory/manual-clock.js';
import { MemoryHost } from '../../../src/adapters/memory/memory-host.js';
import { MemoryRuntime } from '../../../src/adapters/memory/memory-runtime.js';
import { PendingRemovals } from '../../../src/app/services/pending-removals.js';
import { StartInstance } from '../../../src/app/services/start-instance.js';
import type { RuntimeFaultKind } from '../../../src/domain/faults/runtime-fault.js';
import type { InstanceId, OwnerId } from '../../../src/domain/model/ids.js';
import type { Instance } from '../../../src/domain/model/instance.js';
import type { ProcessSpec } from '../../../src/domain/model/process-spec.js';
import type { Answer } from '../../../src/domain/ports/runtime.js';
import { ok } from '../../../src/domain/shared/result.js';
import { aProcessSpec } from '../../support/builders/a-process-spec.js';
import {
  type Failpoint,
  type FaultScript,
  FaultyRuntime,
  type Verb,
} from '../../support/faults/faulty-runtime.js';

const kinds: readonly RuntimeFaultKind[] = [
  'not-found',
  'conflict',
  'invalid-spec',
  'unsupported',
  'permission-denied',
  'resource-exhausted',
  'unavailable',
  'outcome-unknown',
  'internal',
];
/** Only these may be answered after the effect: all others promise that nothing was done. */
const afterEffect: readonly RuntimeFaultKind[] = ['outcome-unknown', 'internal'];
const verbs: readonly Verb[] = ['create', 'start', 'inspect', 'list', 'remove'];

/** Has its instances, and never sees more of them than that it has them. */
class BlindRuntime extends FaultyRuntime<ProcessSpec> {
  override async inspect(id: InstanceId, signal: AbortSignal): Answer<Instance> {
    const seen = await super.inspect(id, signal);
    return seen.ok ? ok(unseen(seen.value)) : seen;
  }

  override async list(owner: OwnerId, signal: AbortSignal): Answer<readonly Instance[]> {
    const seen = await super.list(owner, signal);
    return seen.ok ? ok(seen.value.map(unseen)) : seen;
  }
}
const unseen = (instance: Instance): Instance => ({
  ...instance,
  state: { phase: 'unknown', why: 'no answer' },
});

function scene(
  script: FaultScript,
  behaviour = (): typeof forever => forever,
  Kind: typeof FaultyRuntime<ProcessSpec> = FaultyRuntime,
): Scene {
  const clock = new ManualClock();
  const host = new MemoryHost(clock);
  const runtime = new Kind(new MemoryRuntime<ProcessSpec>(host, behaviour), script);
  const spec = aProcessSpec();
  const removals = new PendingRemovals(runtime, spec.identity.owner, clock, { periodMs: 1000, proofs: 2 });
  const policy = { patience: 2, backOffMs: 100, backOffMaxMs: 1000 };
  const starting = new StartInstance<ProcessSpec>(runtime, removals, clock, policy);
  return { clock, host, runtime, spec, removals, starting };
}

interface Scene {
  readonly clock: ManualClock;
  readonly host: MemoryHost;
  readonly runtime: FaultyRuntime<ProcessSpec>;
  readonly spec: ProcessSpec;
  readonly removals: PendingRemovals;
  readonly starting: StartInstance<ProcessSpec>;
}
const forever = doing(waitForEver);

/** Starts, then lets pending removals settle; tells whether it said yes and how many instances there are then. */
async function outcome({
  clock,
  host,
  spec,
  removals,
  starting,
}: Scene): Promise<readonly [boolean, number]> {
  const started = await clock.runUntil(starting.start(spec, new AbortController().signal));
  await clock.runUntil(removals.settle(new AbortController().signal));
  return [started.ok, host.all().length];
}

const failpoints: readonly Failpoint[] = [
  ...kinds.map((before) => ({ before })),
  ...afterEffect.map((after) => ({ after })),
];
const named = (failpoint: Failpoint): string =>
  typeof failpoint === 'string' ? failpoint : Object.entries(failpoint).flat().join(' its effect with ');

describe('starting an instance', function () {
  it('creates, starts and inspects, each once', async function () {
    const world = scene({});
    expect(await outcome(world)).to.deep.equal([true, 1]);
    expect(world.runtime.calls).to.deep.equal(['create', 'start', 'inspect']);
  });

  for (const verb of verbs) {
    for (const failpoint of failpoints) {
      it(`ends with one instance or none when ${verb} fails ${named(failpoint)}`, async function () {
        for (const times of [1, 2, 9]) {
          const script = { [verb]: Array.from({ length: times }, () => failpoint) };
          const [said, left] = await outcome(scene(script));
          expect([said, left], `${times.toString()} times`).to.deep.equal([said, said ? 1 : 0]);
        }
      });
    }
  }

  it('says yes when an answer of each kind of call is lost once', async function () {
    const lost = [{ after: 'outcome-unknown' }] as const;
    expect(await outcome(scene({ create: lost, start: lost }))).to.deep.equal([true, 1]);
  });

  it('starts once what an engine starts and then denies having started', async function () {
    const world = scene({ start: [{ after: 'internal' }] });
    expect(await outcome(world)).to.deep.equal([true, 1]);
    expect(world.runtime.calls).to.deep.equal(['create', 'start', 'list']);
  });

  it('does not make a second instance of a task that has ended by the time it looks', async function () {
    const world = scene({ start: [{ after: 'internal' }] }, () => succeed(undefined) as typeof forever);
    expect(await outcome(world)).to.deep.equal([true, 1]);
    expect(world.runtime.calls.filter((call) => call === 'create')).to.have.length(1);
  });

  it('waits longer after each fault', async function () {
    const { clock, starting, spec } = scene({
      create: [{ before: 'unavailable' }, { before: 'unavailable' }],
    });
    await clock.runUntil(starting.start(spec, new AbortController().signal));
    expect(clock.now()).to.equal(300);
  });

  it('removes, after some looks, what it can never see the state of', async function () {
    const world = scene({}, undefined, BlindRuntime);
    expect(await outcome(world)).to.deep.equal([false, 0]);
    expect(world.runtime.calls).to.deep.equal(['create', 'start', 'inspect', 'list', 'list', 'remove']);
    expect(world.clock.now()).to.equal(300);
  });

  it('looks no faster because it is cancelled', async function () {
    const blind = Array.from({ length: 99 }, () => ({ before: 'unavailable' }) as const);
    const { clock, starting, spec, runtime } = scene({ start: [{ after: 'outcome-unknown' }], list: blind });
    const cancel = new AbortController();
    const started = starting.start(spec, cancel.signal);
    await clock.advance(50);
    cancel.abort();
    expect(await clock.runUntil(started)).to.have.nested.property('error.kind', 'unavailable');
    expect(runtime.calls.filter((call) => call === 'list')).to.have.length(2);
    expect(clock.now()).to.equal(250);
  });

  it('makes nothing once it is cancelled', async function () {
    const { clock, starting, spec, runtime } = scene({});
    const started = await clock.runUntil(starting.start(spec, AbortSignal.abort()));
    expect(started).to.have.nested.property('error.message', 'stopped before it was started');
    expect(runtime.calls).to.deep.equal([]);
  });

  it('takes back what was created when it is cancelled meanwhile', async function () {
    const { clock, host, starting, spec } = scene({ create: [{ after: 'outcome-unknown' }] });
    const cancel = new AbortController();
    const started = starting.start(spec, cancel.signal);
    cancel.abort();
    expect(await clock.runUntil(started)).to.have.nested.property('error.kind', 'unavailable');
    expect(host.all()).to.deep.equal([]);
  });
});

describe('pending removals', function () {
  it('take what comes to be after the first look', async function () {
    const world = scene({});
    const { clock, host, spec, removals, runtime } = world;
    removals.add(spec.identity.attempt);
    const settled = removals.settle(new AbortController().signal);
    await clock.advance(500);
    await runtime.create(spec, new AbortController().signal);
    expect(host.all()).to.have.length(1);
    expect(await clock.runUntil(settled)).to.deep.equal([]);
    expect(host.all()).to.deep.equal([]);
  });

  it('stay pending while the runtime can not be asked, and tell so when their time is over', async function () {
    const { clock, spec, removals } = scene({
      list: Array.from({ length: 99 }, () => ({ before: 'unavailable' })),
    });
    removals.add(spec.identity.attempt);
    const over = new AbortController();
    const settled = removals.settle(over.signal);
    await clock.advance(10_000);
    over.abort();
    expect(await clock.runUntil(settled)).to.deep.equal([spec.identity.attempt]);
  });

  it('touch no other attempt', async function () {
    const { clock, host, spec, removals, runtime } = scene({});
    const other = aProcessSpec({ name: 'other', identity: { ...spec.identity, attempt: 'other' as never } });
    await runtime.create(other, new AbortController().signal);
    removals.add(spec.identity.attempt);
    await clock.runUntil(removals.settle(new AbortController().signal));
    expect(host.all()).to.have.length(1);
  });
});
