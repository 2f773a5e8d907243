import { expect } from 'chai';

import { doing, succeed, waitForEver } from '../../../src/adapters/memory/behaviour.js';
import { ManualClock } from '../../../src/adapters/memory/manual-clock.js';
import { MemoryHost } from '../../../src/adapters/memory/memory-host.js';
import { MemoryRuntime } from '../../../src/adapters/memory/memory-runtime.js';
import { PendingRemovals } from '../../../src/app/services/pending-removals.js';
import { StartInstance } from '../../../src/app/services/start-instance.js';
import type { RuntimeFaultKind } from '../../../src/domain/faults/runtime-fault.js';
import type { AttemptToken, InstanceId, OwnerId } from '../../../src/domain/model/ids.js';
import type { Instance } from '../../../src/domain/model/instance.js';
import type { ProcessSpec } from '../../../src/domain/model/process-spec.js';
import type { Answer } from '../../../src/domain/ports/runtime.js';
import { done, err, ok } from '../../../src/domain/shared/result.js';
import { aProcessSpec } from '../../../src/testing/builders/a-process-spec.js';
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
const verbs: readonly Verb[] = ['create', 'start', 'inspect', 'verify', 'list', 'remove'];

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
  const removals = new PendingRemovals(runtime, spec.identity.owner, clock, {
    periodMs: 1000,
    proofs: 2,
    patienceMs: 5000,
  });
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
const never = new AbortController().signal;

/** Starts, then lets pending removals settle; tells whether it said yes and how many instances there are then. */
async function outcome({
  clock,
  host,
  spec,
  removals,
  starting,
}: Scene): Promise<readonly [boolean, number]> {
  const started = await clock.runUntil(starting.start(spec, new AbortController().signal));
  await clock.runUntil(removals.settle(() => true, 60_000, never));
  return [started.ok, host.all().length];
}

/** Something of an earlier attempt of the same task, with its removal pending. */
async function leaveBehind({ runtime, removals, spec }: Scene): Promise<void> {
  const identity = { ...spec.identity, attempt: 'earlier' as AttemptToken };
  await runtime.create({ ...spec, identity, name: 'earlier' }, never);
  removals.add(identity);
}

const failpoints: readonly Failpoint[] = [
  ...kinds.map((before) => ({ before })),
  ...afterEffect.map((after) => ({ after })),
];
const named = (failpoint: Failpoint): string =>
  typeof failpoint === 'string' ? failpoint : Object.entries(failpoint).flat().join(' its effect with ');

describe('starting an instance', function () {
  it('creates, starts, inspects and verifies, each once', async function () {
    const world = scene({});
    expect(await outcome(world)).to.deep.equal([true, 1]);
    expect(world.runtime.calls).to.deep.equal(['create', 'start', 'inspect', 'verify']);
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
    expect(world.runtime.calls).to.deep.equal(['create', 'start', 'list', 'verify']);
  });

  it('removes what has other mounts than it was to have, however it was seen to run', async function () {
    const verify = [{ before: 'unsupported' }] as const;
    for (const script of [{ verify }, { verify, start: [{ after: 'outcome-unknown' }] }] as const) {
      const world = scene(script);
      const started = await world.clock.runUntil(world.starting.start(world.spec, never));
      expect(started).to.have.nested.property('error.kind', 'unsupported');
      expect(world.runtime.calls.slice(-2)).to.deep.equal(['verify', 'remove']);
      expect(world.host.all()).to.deep.equal([]);
    }
  });

  it('keeps what runs while it can not be verified, and looks again', async function () {
    const world = scene({ verify: [{ before: 'resource-exhausted' }, { before: 'unavailable' }] });
    expect(await outcome(world)).to.deep.equal([true, 1]);
    expect(world.runtime.calls).to.deep.equal([
      ...['create', 'start', 'inspect', 'verify'],
      ...['list', 'verify', 'list', 'verify'],
    ]);
  });

  it('asks nothing more of a slow engine that has shown at last that it runs', async function () {
    const slow = [{ before: 'unavailable' }] as const;
    const world = scene({
      start: [{ after: 'outcome-unknown' }],
      list: slow,
      inspect: Array(9).fill(slow[0]),
    });
    expect(await outcome(world)).to.deep.equal([true, 1]);
    expect(world.runtime.calls).to.deep.equal(['create', 'start', 'list', 'list', 'verify']);
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
    const { clock, starting, spec } = scene({ start: [{ after: 'outcome-unknown' }], list: blind });
    const cancel = new AbortController();
    const started = starting.start(spec, cancel.signal);
    await clock.advance(50);
    cancel.abort();
    expect(await clock.runUntil(started)).to.have.nested.property('error.kind', 'unavailable');
    expect(clock.now()).to.equal(250);
  });

  it("waits until nothing is left of the task's earlier attempts", async function () {
    const world = scene({ remove: [{ before: 'unavailable' }, { before: 'unavailable' }] });
    await leaveBehind(world);
    expect(await outcome(world)).to.deep.equal([true, 1]);
    const { calls } = world.runtime;
    expect(calls.lastIndexOf('remove')).to.be.lessThan(calls.lastIndexOf('create'));
    expect(world.clock.now()).to.equal(4000);
  });

  it("says conflict when what is left of the task's earlier attempts does not go", async function () {
    const world = scene({ remove: Array.from({ length: 9 }, () => ({ before: 'internal' })) });
    await leaveBehind(world);
    const started = await world.clock.runUntil(world.starting.start(world.spec, never));
    expect(started).to.have.nested.property('error.kind', 'conflict');
    expect(started).to.have.nested.property('error.remedy').that.includes('wharf.attempt=earlier');
    expect(world.clock.now()).to.equal(5000);
    expect(world.runtime.calls.filter((call) => call === 'create')).to.have.length(1);
  });

  it('waits no longer for what is left once it is cancelled', async function () {
    const world = scene({ remove: Array.from({ length: 9 }, () => ({ before: 'internal' })) });
    await leaveBehind(world);
    const cancel = new AbortController();
    const started = world.starting.start(world.spec, cancel.signal);
    await world.clock.advance(100);
    cancel.abort();
    expect(await started).to.have.nested.property('error.message', 'stopped before it was started');
  });

  describe('of something that has to be supplied', function () {
    const missing = { create: [{ before: 'not-found' }] } as const;

    it('has it supplied when it is missing, and creates again', async function () {
      const world = scene(missing);
      let supplies = 0;
      const supply = (): Answer<undefined> => Promise.resolve((supplies++, done));
      const started = await world.clock.runUntil(world.starting.start(world.spec, never, supply));
      expect([started.ok, supplies]).to.deep.equal([true, 1]);
      expect(world.runtime.calls).to.deep.equal(['create', 'create', 'start', 'inspect', 'verify']);
    });

    it('asks nobody when nothing is missing', async function () {
      const world = scene({});
      const supply = (): Answer<undefined> => Promise.reject(new Error('asked for nothing'));
      expect(await world.clock.runUntil(world.starting.start(world.spec, never, supply))).to.have.property(
        'ok',
        true,
      );
    });

    it('fails as the supply does, with nothing made', async function () {
      const world = scene(missing);
      const supply = (): Answer<undefined> =>
        Promise.resolve(err({ kind: 'permission-denied', message: 'the registry wants a password' }));
      const started = await world.clock.runUntil(world.starting.start(world.spec, never, supply));
      expect(started).to.have.nested.property('error.message', 'the registry wants a password');
      expect(world.host.all()).to.deep.equal([]);
    });

    it('fails when it is missing still, after one supply', async function () {
      const world = scene({ create: [{ before: 'not-found' }, { before: 'not-found' }] });
      const supply = (): Answer<undefined> => Promise.resolve(done);
      const started = await world.clock.runUntil(world.starting.start(world.spec, never, supply));
      expect(started).to.have.nested.property('error.kind', 'not-found');
      expect(world.runtime.calls).to.deep.equal(['create', 'create']);
    });

    it('lets whoever cancels cut the supply short', async function () {
      const world = scene(missing);
      const cancel = new AbortController();
      const supply = (signal: AbortSignal): Answer<undefined> =>
        new Promise((resolve) => {
          signal.addEventListener('abort', () => {
            resolve(err({ kind: 'unavailable', message: 'no longer waiting' }));
          });
        });
      const started = world.starting.start(world.spec, cancel.signal, supply);
      await world.clock.advance(1000);
      cancel.abort();
      expect(await started).to.have.nested.property('error.message', 'no longer waiting');
    });
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
