import { expect } from 'chai';

import { doing, exit, print, wait, waitForEver } from '../../../src/adapters/memory/behaviour.js';
import { fault } from '../../../src/domain/faults/runtime-fault.js';
import type { Job, Lifecycle, Task } from '../../../src/domain/model/job.js';
import type { Answer } from '../../../src/domain/ports/runtime.js';
import { err } from '../../../src/domain/shared/result.js';
import { aGroup, aJob, aTask } from '../../../src/testing/builders/a-job.js';
import { faultOf, valueOf } from '../../../src/testing/expect-result.js';
import { instead } from '../../support/instead.js';
import { AgentWorld } from './agent-world.js';

const jobOf = (...tasks: readonly Partial<Task>[]): Job =>
  aJob({ groups: [aGroup({ tasks: tasks.map((task) => aTask(task)) })] });
const hook = (name: Lifecycle['hook'], sidecar = false): Pick<Task, 'lifecycle'> => ({
  lifecycle: { hook: name, sidecar },
});
const retry = { attempts: 3, intervalMs: 3_600_000, delayMs: 1000, mode: 'fail' } as const;

const story = async (world: AgentWorld): Promise<readonly string[]> => {
  const told = await world.store.events(0);
  return told.ok ? told.value.map(({ event }) => `${event.task} ${event.what.type}`) : [];
};

/** One that was started again runs; the agent is killed, and the next one has it as it was. */
async function expectTakenUp(world: AgentWorld): Promise<void> {
  const before = world.running;
  expect(before).to.have.length(1);
  world.crash();
  await world.start();
  await world.clock.advance(5000);
  expect(world.running).to.deep.equal(before);
  expect(world.status.tasks[0]).to.deep.include({ phase: 'running', restarts: 1 });
}

/** Of a disk that is full: whatever is there stays. */
const forget = (): Answer<never> => Promise.resolve(err(fault('resource-exhausted', 'no space')));

describe('An agent after another one was killed', function () {
  it('takes up what runs: the same process, no restart, the same restarts and events', async function () {
    const world = new AgentWorld({
      script: { web: (attempt) => doing(...(attempt === 1 ? [exit(1)] : [waitForEver])) },
    });
    await world.start();
    await world.submit(jobOf({ name: 'web', restart: retry }));
    await world.clock.advance(5000);
    const before = world.running;
    expect(before).to.have.length(1);
    world.crash();
    await world.start();
    await world.clock.advance(5000);
    expect(world.running).to.deep.equal(before);
    expect(world.status).to.include({ state: 'running', wanted: true });
    expect(world.status.tasks[0]).to.deep.include({
      phase: 'running',
      restarts: 1,
      pid: Number(before[0]?.split(' ')[1]),
    });
    expect(await story(world)).to.deep.equal([
      ...['received', 'started', 'exited', 'restarting', 'started'].map((word) => `web ${word}`),
    ]);
  });

  it('handles the end of a task that came meanwhile as if it had just come', async function () {
    const world = new AgentWorld({ script: { web: () => doing(wait(10_000), exit(7)) } });
    await world.start();
    await world.submit(jobOf({ name: 'web' }));
    world.crash();
    await world.clock.advance(60_000);
    await world.start();
    await world.clock.advance(10_000);
    expect(world.status).to.include({ state: 'failed', wanted: false });
    expect(world.status.tasks[0]).to.deep.include({
      outcome: 'failed',
      exit: { kind: 'code', code: 7, oom: false },
    });
    expect(world.host.all()).to.deep.equal([]);
  });

  it('starts a task again by its policy when it ended meanwhile', async function () {
    const world = new AgentWorld({
      script: { web: (attempt) => (attempt === 1 ? doing(wait(10_000), exit(7)) : doing(waitForEver)) },
    });
    await world.start();
    await world.submit(jobOf({ name: 'web', restart: retry }));
    world.crash();
    await world.clock.advance(60_000);
    await world.start();
    await world.clock.advance(10_000);
    expect(world.running).to.have.length(1);
    expect(world.status.tasks[0]).to.include({ phase: 'running', restarts: 1 });
  });

  it('says that it does not know how a task ended that is gone', async function () {
    const world = new AgentWorld();
    await world.start();
    await world.submit(jobOf({ name: 'web' }));
    world.crash();
    for (const { id } of world.host.all()) world.host.remove(id);
    await world.start();
    await world.clock.advance(10_000);
    expect(world.status.state).to.equal('failed');
    expect(world.status.tasks[0]?.exit).to.include({ kind: 'unknown' });
  });

  it('does not run again what was done, and goes on in the order of the group', async function () {
    const world = new AgentWorld({
      script: {
        init: () => doing(wait(100)),
        web: () => doing(wait(20_000)),
        bye: () => doing(print('bye\n')),
      },
    });
    await world.start();
    await world.submit(
      jobOf({ name: 'init', ...hook('prestart') }, { name: 'web' }, { name: 'bye', ...hook('poststop') }),
    );
    world.crash();
    await world.start();
    await world.clock.advance(60_000);
    expect((await story(world)).filter((word) => /started|exited/.test(word))).to.deep.equal([
      ...['init started', 'init exited', 'web started', 'web exited', 'bye started', 'bye exited'],
    ]);
    expect(world.status.state).to.equal('complete');
  });

  it('goes on stopping what was being stopped', async function () {
    const world = new AgentWorld();
    await world.start();
    const [alloc] = await world.submit(jobOf({ name: 'web', shutdownDelayMs: 30_000 }));
    if (alloc === undefined) expect.fail();
    void world.life.agent.stop(alloc.id, false);
    await world.clock.advance(1000);
    expect(world.status.state).to.equal('stopping');
    world.crash();
    await world.start();
    await world.clock.advance(120_000);
    expect(world.status).to.include({ state: 'stopped', wanted: false });
    expect(world.host.all()).to.deep.equal([]);
  });

  it('shows an allocation of which the record can not be read as lost, and removes nothing of it', async function () {
    const world = new AgentWorld();
    await world.start();
    const [alloc] = await world.submit(jobOf({ name: 'web' }));
    if (alloc === undefined) expect.fail();
    const before = world.running;
    world.crash();
    world.store.spoil(alloc.id);
    const agent = await world.start();
    await world.clock.advance(600_000);
    expect(world.status).to.include({ id: alloc.id, state: 'lost' });
    expect(world.running).to.deep.equal(before);
    expect(agent.health()).to.include({ healthy: false, recovered: true });
  });

  it('takes up a task of which all records of the attempt are spoilt', async function () {
    const world = new AgentWorld();
    await world.start();
    const [alloc] = await world.submit(jobOf({ name: 'web' }));
    const token = world.life.agent.allocations()[0]?.tasks[0]?.handle?.attempt;
    if (alloc === undefined || token === undefined) expect.fail();
    const before = world.running;
    world.crash();
    world.store.spoil(token);
    await world.start();
    await world.clock.advance(60_000);
    expect(world.running).to.deep.equal(before);
    expect(world.status.tasks[0]).to.include({ phase: 'running', restarts: 0 });
  });

  it('takes up the attempt that was intended last, though an earlier one could not be forgotten', async function () {
    let remembered = 0;
    const world = new AgentWorld({
      script: { web: (attempt) => doing(attempt === 1 ? exit(1) : waitForEver) },
      store: (inner) =>
        instead(inner, {
          forget,
          remember: (handle) =>
            (remembered += 1) === 2 ? new Promise(() => undefined) : inner.remember(handle),
        }),
    });
    await world.start();
    await world.submit(jobOf({ name: 'web', restart: retry }));
    await world.clock.advance(5000);
    await expectTakenUp(world);
  });

  it('takes up the attempt that was intended last, though the clock was set back before it', async function () {
    const world = new AgentWorld({
      script: { web: (attempt) => doing(...(attempt === 1 ? [wait(3000), exit(1)] : [waitForEver])) },
      store: (inner) => instead(inner, { forget }),
    });
    await world.start();
    await world.submit(jobOf({ name: 'web', restart: retry }));
    world.clock.jump(-3_600_000);
    await world.clock.advance(10_000);
    await expectTakenUp(world);
  });

  it('takes up what could not be remembered, and remembers it once that can be done', async function () {
    let isFull = true;
    const world = new AgentWorld({
      store: (inner) =>
        instead(inner, {
          remember: (handle) =>
            isFull ? Promise.resolve(err(fault('resource-exhausted', 'no space'))) : inner.remember(handle),
        }),
    });
    await world.start();
    await world.submit(jobOf({ name: 'web' }));
    const before = world.running;
    expect(before).to.have.length(1);
    world.crash();
    await world.start();
    await world.clock.advance(60_000);
    expect(world.running).to.deep.equal(before);
    expect(valueOf(await world.store.handles()).readable).to.deep.equal([]);
    isFull = false;
    await world.clock.advance(10_000);
    expect(valueOf(await world.store.handles()).readable).to.have.length(1);
    expect(world.running).to.deep.equal(before);
  });

  it('takes on nothing that was refused, though it came to be written down', async function () {
    let isFull = true;
    const full = err(fault('resource-exhausted', 'no space'));
    const world = new AgentWorld({
      store: (inner) =>
        instead(inner, {
          keep: async (kept) => (await inner.keep(kept), isFull ? full : { ok: true, value: undefined }),
          drop: (alloc) => (isFull ? Promise.resolve(full) : inner.drop(alloc)),
        }),
    });
    const agent = await world.start();
    expect(faultOf(await agent.submit(jobOf({ name: 'web' })))).to.equal('resource-exhausted');
    isFull = false;
    await world.clock.advance(10_000);
    world.crash();
    const next = await world.start();
    await world.clock.advance(10_000);
    expect(next.allocations()).to.deep.equal([]);
    expect(world.startsOf('web')).to.equal(0);
  });

  it('only reads on the host when everything still runs', async function () {
    const world = new AgentWorld();
    await world.start();
    await world.submit(aJob({ groups: [aGroup({ count: 3 })] }));
    world.crash();
    await world.start();
    await world.clock.advance(600_000);
    expect(world.lifeline.commands.filter((command) => command.startsWith('exec.'))).to.deep.equal([]);
  });

  it('takes up two hundred tasks within two seconds', async function () {
    const world = new AgentWorld({ latencyMs: 20 });
    await world.start();
    await world.submit(aJob({ groups: [aGroup({ count: 200 })] }));
    await world.clock.advance(120_000);
    const before = world.running;
    expect(before).to.have.length(200);
    world.crash();
    const since = world.clock.now();
    const agent = await world.start();
    await world.clock.advance(since + 2000 - world.clock.now());
    expect(agent.allocations().filter(({ tasks }) => tasks[0]?.phase === 'running')).to.have.length(200);
    expect(world.running).to.deep.equal(before);
  });
});
