import { expect } from 'chai';

import { type Behaviour, doing, exit, print, waitForEver } from '../../../src/adapters/memory/behaviour.js';
import { ManualClock } from '../../../src/adapters/memory/manual-clock.js';
import { MemoryHost } from '../../../src/adapters/memory/memory-host.js';
import { MemoryRuntime } from '../../../src/adapters/memory/memory-runtime.js';
import { ExitWatch } from '../../../src/app/services/exit-watch.js';
import { StopInstance } from '../../../src/app/services/stop-instance.js';
import type { InstanceId } from '../../../src/domain/model/ids.js';
import type { InstanceState } from '../../../src/domain/model/instance.js';
import type { ProcessSpec } from '../../../src/domain/model/process-spec.js';
import { aProcessSpec } from '../../../src/testing/builders/a-process-spec.js';
import { valueOf } from '../../../src/testing/expect-result.js';
import { type FaultScript, FaultyRuntime } from '../../support/faults/faulty-runtime.js';

const never = new AbortController().signal;
const policy = { signal: undefined, killTimeoutMs: 5000, verifyMs: 10_000 };
const obedient: Behaviour = { steps: [waitForEver], traps: { SIGTERM: [exit(3)], SIGINT: [exit(4)] } };
const deaf: Behaviour = { steps: [waitForEver], traps: { SIGTERM: [print('no\n')] } };

async function scene(behaviour: Behaviour, script: FaultScript = {}): Promise<Scene> {
  const clock = new ManualClock();
  const runtime = new FaultyRuntime(
    new MemoryRuntime<ProcessSpec>(new MemoryHost(clock), () => behaviour),
    script,
  );
  const spec = aProcessSpec();
  const exits = new ExitWatch(runtime, spec.identity.owner, clock, 1000);
  const id = valueOf(await runtime.create(spec, never));
  valueOf(await runtime.start(id, never));
  return { clock, runtime, exits, id, stopping: new StopInstance(runtime, exits, clock, 1000) };
}

interface Scene {
  readonly clock: ManualClock;
  readonly runtime: FaultyRuntime<ProcessSpec>;
  readonly exits: ExitWatch;
  readonly id: InstanceId;
  readonly stopping: StopInstance;
}

const silence: AsyncIterable<never> = {
  [Symbol.asyncIterator]: () => ({ next: () => Promise.resolve({ done: true, value: undefined }) }),
};
const stateOf = async ({ runtime, id }: Scene): Promise<InstanceState> =>
  valueOf(await runtime.inspect(id, never)).state;

describe('stopping an instance', function () {
  it('signals and is done as soon as the task obeys', async function () {
    const world = await scene(obedient);
    expect(await world.clock.runUntil(world.stopping.stop(world.id, policy, never))).to.have.property(
      'ok',
      true,
    );
    expect(await stateOf(world)).to.have.nested.property('exit.code', 3);
    expect(world.clock.now()).to.equal(0);
  });

  it('uses the signal that was asked for', async function () {
    const world = await scene(obedient);
    await world.clock.runUntil(world.stopping.stop(world.id, { ...policy, signal: 'SIGINT' }, never));
    expect(await stateOf(world)).to.have.nested.property('exit.code', 4);
  });

  for (const [where, hour] of [
    ['on', 3_600_000],
    ['back', -3_600_000],
  ] as const)
    it(`gives the task its time, and no more, while the host's clock is set ${where} by an hour`, async function () {
      const world = await scene(deaf);
      const stopped = world.stopping.stop(world.id, policy, never);
      await world.clock.advance(1000);
      world.clock.jump(hour);
      await world.clock.runUntil(stopped);
      expect(await stateOf(world)).to.have.nested.property('exit.signal', 'SIGKILL');
      expect(world.clock.steady()).to.equal(5000);
    });

  it('kills when the time to end is over', async function () {
    const world = await scene(deaf);
    await world.clock.runUntil(world.stopping.stop(world.id, policy, never));
    expect(await stateOf(world)).to.have.nested.property('exit.signal', 'SIGKILL');
    expect(world.clock.now()).to.equal(5000);
  });

  it('kills at once when there is no time to end', async function () {
    const world = await scene(deaf);
    await world.clock.runUntil(world.stopping.stop(world.id, { ...policy, killTimeoutMs: 0 }, never));
    expect(await stateOf(world)).to.have.nested.property('exit.signal', 'SIGKILL');
    expect(world.clock.now()).to.equal(0);
  });

  it('succeeds with what has ended, and with what is not there', async function () {
    const world = await scene(doing(exit(7)));
    expect(await world.stopping.stop(world.id, policy, never)).to.have.property('ok', true);
    expect(await world.stopping.stop('ghost' as InstanceId, policy, never)).to.have.property('ok', true);
    expect(world.runtime.calls).not.to.include('signal');
  });

  it('escalates and stays bounded when the runtime never answers a look', async function () {
    const blind = Array.from({ length: 99 }, () => ({ before: 'unavailable' }) as const);
    const world = await scene(obedient, { inspect: blind, signal: blind });
    const stopped = await world.clock.runUntil(world.stopping.stop(world.id, policy, never));
    expect(stopped).to.have.nested.property('error.kind', 'internal');
    expect(stopped).to.have.nested.property('error.message').that.includes('inspect was made to fail');
    expect(world.clock.now()).to.equal(15_000);
  });

  it('sends a signal again that did nothing, while the task has time to end', async function () {
    const world = await scene(obedient, {
      signal: [{ before: 'unavailable' }, { before: 'resource-exhausted' }],
    });
    await world.clock.runUntil(world.stopping.stop(world.id, policy, never));
    expect(await stateOf(world)).to.have.nested.property('exit.code', 3);
    expect(world.clock.now()).to.equal(2000);
  });

  it('sends no signal twice that may have been heard', async function () {
    const world = await scene(deaf, { signal: [{ after: 'outcome-unknown' }] });
    await world.clock.runUntil(world.stopping.stop(world.id, policy, never));
    expect(world.runtime.calls.filter((call) => call === 'signal')).to.have.length(2);
    expect(world.clock.now()).to.equal(5000);
  });

  it('kills again while it verifies, whatever was answered', async function () {
    const world = await scene(deaf, {
      signal: ['pass', { before: 'unavailable' }, { before: 'internal' }, { before: 'permission-denied' }],
    });
    const stopped = await world.clock.runUntil(world.stopping.stop(world.id, policy, never));
    expect(stopped).to.have.property('ok', true);
    expect(await stateOf(world)).to.have.nested.property('exit.signal', 'SIGKILL');
    expect(world.clock.now()).to.equal(8000);
  });

  it('says which process can not be killed', async function () {
    const unheard = Array.from({ length: 99 }, () => ({ before: 'internal' }) as const);
    const world = await scene(obedient, { signal: unheard });
    const stopped = await world.clock.runUntil(world.stopping.stop(world.id, policy, never));
    expect(stopped)
      .to.have.nested.property('error.message')
      .that.matches(/pid \d+ does not end/);
  });
});

describe('the watch for exits', function () {
  it('tells of an exit that happened before anybody waited', async function () {
    const { clock, exits, id } = await scene(doing(exit(7)));
    expect(await clock.runUntil(exits.wait(id, never))).to.deep.equal({
      ok: true,
      value: { kind: 'code', code: 7, oom: false },
    });
  });

  it('tells of an exit at once by its hint', async function () {
    const { clock, exits, id } = await scene({ steps: [{ do: 'wait', ms: 250 }, exit(7)] });
    await clock.runUntil(exits.wait(id, never));
    expect(clock.now()).to.equal(250);
  });

  it('tells of an exit within one period when every hint is lost', async function () {
    const world = await scene({ steps: [{ do: 'wait', ms: 250 }, exit(7)] });
    const deafRuntime = {
      inspect: world.runtime.inspect.bind(world.runtime),
      running: world.runtime.running.bind(world.runtime),
      watch: () => silence,
    };
    const { owner } = valueOf(await world.runtime.inspect(world.id, never)).identity;
    const exits = new ExitWatch(deafRuntime, owner, world.clock, 1000);
    expect(await world.clock.runUntil(exits.wait(world.id, never))).to.have.nested.property('value.code', 7);
    expect(world.clock.now()).to.equal(1000);
  });

  it('asks with one list per period, however many are waited for, and inspects none that runs', async function () {
    const world = await scene(obedient);
    const giveUp = new AbortController();
    const waits = [world.exits.wait(world.id, giveUp.signal), world.exits.wait(world.id, giveUp.signal)];
    await world.clock.advance(1);
    const before = world.runtime.calls.length;
    await world.clock.advance(3000);
    expect(world.runtime.calls.slice(before)).to.deep.equal(['running', 'running', 'running']);
    giveUp.abort();
    await Promise.all(waits);
  });

  it('does nothing while nobody waits', async function () {
    const world = await scene(obedient);
    const giveUp = new AbortController();
    const wait = world.exits.wait(world.id, giveUp.signal);
    giveUp.abort();
    expect(await wait).to.have.nested.property('error.kind', 'unavailable');
    const before = world.runtime.calls.length;
    await world.clock.advance(60_000);
    expect(world.runtime.calls.length).to.equal(before);
  });

  it('tells an unknown end, never a success, of what somebody else removed', async function () {
    const world = await scene(obedient);
    const wait = world.exits.wait(world.id, never);
    await world.clock.advance(1);
    await world.runtime.remove(world.id, never);
    expect(await world.clock.runUntil(wait)).to.deep.equal({
      ok: true,
      value: { kind: 'unknown', why: 'it was removed by somebody else', oom: false },
    });
  });

  it('goes on through lists and looks that fail', async function () {
    const failing = Array.from({ length: 5 }, () => ({ before: 'internal' }) as const);
    const world = await scene(
      { steps: [{ do: 'wait', ms: 10 }, exit(7)] },
      { running: failing, inspect: failing },
    );
    expect(await world.clock.runUntil(world.exits.wait(world.id, never))).to.have.nested.property(
      'value.code',
      7,
    );
  });
});
