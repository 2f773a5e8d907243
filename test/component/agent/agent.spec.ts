import { expect } from 'chai';

import { doing, exit, wait, waitForEver } from '../../../src/adapters/memory/behaviour.js';
import { fault } from '../../../src/domain/faults/runtime-fault.js';
import type { AllocId, InstanceId } from '../../../src/domain/model/ids.js';
import type { Job, Task } from '../../../src/domain/model/job.js';
import type { TaskStore } from '../../../src/domain/ports/task-store.js';
import { err } from '../../../src/domain/shared/result.js';
import { aGroup, aJob, aTask } from '../../../src/testing/builders/a-job.js';
import { anAllocId, anAttemptToken, anOwnerId, at } from '../../../src/testing/builders/an-identity.js';
import { faultOf, valueOf } from '../../../src/testing/expect-result.js';
import { FaultyRuntime } from '../../support/faults/faulty-runtime.js';
import { instead } from '../../support/instead.js';
import { AgentWorld } from './agent-world.js';

const never = new AbortController().signal;
const jobOf = (...tasks: readonly Partial<Task>[]): Job =>
  aJob({ groups: [aGroup({ tasks: tasks.map((task) => aTask(task)) })] });
const withPort = (port: number): Job =>
  aJob({
    groups: [
      aGroup({
        network: { mode: 'host', ports: [{ label: 'http', static: port, to: undefined }], dns: undefined },
      }),
    ],
  });

async function running(world: AgentWorld, job: Job): Promise<AllocId> {
  const [alloc] = await world.submit(job);
  return alloc?.id ?? expect.fail();
}

/** A disk that is full as long as `isFull` says. */
const onDisk =
  (isFull: () => boolean) =>
  (inner: TaskStore): TaskStore =>
    new Proxy(inner, {
      get: (store, key) => {
        const member: unknown = Reflect.get(store, key, store);
        if (typeof member !== 'function') return member;
        const reads = ['attempts', 'handles', 'allocations', 'events'].includes(String(key));
        return (...args: unknown[]): unknown =>
          isFull() && !reads
            ? Promise.resolve(err(fault('resource-exhausted', 'no space')))
            : Reflect.apply(member, store, args);
      },
    });

describe('An agent', function () {
  it('starts each allocation of a job and shows it', async function () {
    const world = new AgentWorld();
    const agent = await world.start();
    await world.submit(aJob({ groups: [aGroup({ count: 2 })] }));
    expect(agent.allocations().map(({ name, state, wanted }) => [name, state, wanted])).to.deep.equal([
      ['job.group[0]', 'running', true],
      ['job.group[1]', 'running', true],
    ]);
    expect(world.running).to.have.length(2);
    expect(agent.health()).to.deep.include({ healthy: true, recovered: true, complaints: [] });
  });

  it('keeps nothing of a job that can not run here', async function () {
    const world = new AgentWorld();
    const agent = await world.start();
    expect(faultOf(await agent.submit(jobOf({ driver: 'java' })))).to.equal('invalid-spec');
    const cores = { ...aTask().resources, cores: 3 };
    await world.submit(jobOf({ resources: cores }));
    expect(faultOf(await agent.submit(jobOf({ resources: cores })))).to.equal('invalid-spec');
    expect(agent.allocations()).to.have.length(1);
  });

  it('gives no port away that another allocation has', async function () {
    const world = new AgentWorld();
    const agent = await world.start();
    await world.submit(withPort(8080));
    expect(faultOf(await agent.submit(withPort(8080)))).to.equal('invalid-spec');
    await world.clock.runUntil(agent.stop(world.status.id, false));
    await world.submit(withPort(8080));
  });

  it('stops an allocation, answers once nothing of it is on the host, and keeps what is known of it', async function () {
    const world = new AgentWorld();
    const agent = await world.start();
    const alloc = await running(world, jobOf({}));
    valueOf(await world.clock.runUntil(agent.stop(alloc, false)));
    expect(world.host.all()).to.deep.equal([]);
    expect(world.status).to.include({ state: 'stopped', wanted: false });
    expect(world.directories.paths).not.to.deep.equal([]);
    expect(valueOf(await world.store.attempts()).readable).to.deep.equal([]);
    valueOf(await world.clock.runUntil(agent.stop(alloc, true)));
    expect(agent.allocations()).to.deep.equal([]);
    expect(world.directories.paths).to.deep.equal([]);
    expect(valueOf(await world.store.allocations()).readable).to.deep.equal([]);
    expect(faultOf(await agent.stop(alloc, true))).to.equal('not-found');
  });

  it('starts a task again when asked, beside its policy', async function () {
    const world = new AgentWorld();
    const agent = await world.start();
    const alloc = await running(world, jobOf({ name: 'web' }));
    const before = world.running;
    valueOf(await agent.restart(alloc, 'web'));
    await world.clock.advance(10_000);
    expect(world.running).to.have.length(1);
    expect(world.running).not.to.deep.equal(before);
    expect(world.status.tasks[0]).to.include({ phase: 'running', restarts: 0 });
    expect(faultOf(await agent.restart(alloc, 'other'))).to.equal('not-found');
  });

  it('hands on a signal to what runs', async function () {
    const world = new AgentWorld({
      script: { web: () => ({ steps: [waitForEver], traps: { SIGUSR1: [exit(9)] } }) },
    });
    const agent = await world.start();
    const alloc = await running(world, jobOf({ name: 'web' }));
    valueOf(await agent.signal(alloc, undefined, 'SIGUSR1', never));
    await world.clock.advance(10_000);
    expect(world.status.tasks[0]?.exit).to.include({ code: 9 });
    expect(faultOf(await agent.signal(alloc, undefined, 'SIGUSR1', never))).to.equal('not-found');
  });

  it('finds an allocation by the beginning of its id', async function () {
    const world = new AgentWorld();
    const agent = await world.start();
    await world.submit(aJob({ groups: [aGroup({ count: 2 })] }));
    expect(valueOf(agent.find('a1100002')).name).to.equal('job.group[1]');
    expect(faultOf(agent.find('a11'))).to.equal('conflict');
    expect(faultOf(agent.find('b'))).to.equal('not-found');
    expect(faultOf(agent.find('../x'))).to.equal('invalid-spec');
  });

  it('tells events by their numbers, those of an agent before it first', async function () {
    const world = new AgentWorld();
    await world.start();
    await running(world, jobOf({ name: 'web' }));
    world.crash();
    const agent = await world.start();
    const over = new AbortController();
    const seen: string[] = [];
    const reading = (async (): Promise<void> => {
      for await (const { number, event } of agent.events(1, over.signal))
        seen.push(`${number.toString()} ${event.what.type}`);
    })();
    await world.clock.runUntil(agent.stop(world.status.id, false));
    over.abort();
    await reading;
    expect(seen).to.deep.equal(['2 started', '3 stopping', '4 exited']);
  });

  it('refuses starts while a runtime is sick, and leaves alone what runs', async function () {
    const sick = Array.from({ length: 99 }, () => ({ before: 'unavailable' }) as const);
    const world = new AgentWorld({
      executor: (inner) => new FaultyRuntime(inner, { describe: ['pass', 'pass', ...sick] }),
    });
    const agent = await world.start();
    await running(world, jobOf({ name: 'web' }));
    const before = world.running;
    await world.clock.advance(60_000);
    expect(agent.health().healthy).to.equal(false);
    expect(faultOf(await agent.submit(jobOf({})))).to.equal('unavailable');
    expect(world.status.tasks[0]).to.include({ phase: 'unknown' });
    expect(world.running).to.deep.equal(before);
  });

  it('refuses jobs and lets tasks run on a full disk, and loses no exit of them', async function () {
    let isFull = false;
    const world = new AgentWorld({ store: onDisk(() => isFull), script: { web: () => doing(waitForEver) } });
    const agent = await world.start();
    const alloc = await running(world, jobOf({ name: 'web' }));
    isFull = true;
    expect(faultOf(await agent.submit(jobOf({})))).to.equal('resource-exhausted');
    expect(world.running).to.have.length(1);
    valueOf(await agent.signal(alloc, 'web', 'SIGKILL', never));
    await world.clock.advance(60_000);
    expect(agent.health()).to.include({ healthy: false });
    // Its true exit is still on the host, since it is nowhere else.
    expect(world.host.all()).to.have.length(1);
    isFull = false;
    await world.clock.advance(60_000);
    expect(world.host.all()).to.deep.equal([]);
    expect(world.status.tasks[0]?.exit).to.include({ kind: 'signal', signal: 'SIGKILL' });
    expect(agent.health()).to.include({ healthy: true });
  });

  it('has nothing to complain of while it writes something down', async function () {
    const world: AgentWorld = new AgentWorld({
      store: (inner) =>
        instead(inner, {
          keep: async (kept) => {
            await world.clock.sleep(1000, never);
            return inner.keep(kept);
          },
        }),
    });
    const agent = await world.start();
    await world.clock.runUntil(agent.submit(jobOf({ name: 'web' })));
    for (let moment = 0; moment < 30; moment++) {
      expect(agent.health()).to.deep.include({ healthy: true, complaints: [] });
      await world.clock.advance(100);
    }
  });

  it('takes nothing on before it could read what is kept, removes nothing, and says so', async function () {
    let isReadable = false;
    const world = new AgentWorld({
      store: (inner) =>
        instead(inner, {
          allocations: () =>
            isReadable ? inner.allocations() : Promise.resolve(err(fault('internal', 'damaged'))),
        }),
    });
    const { agent, ...life } = { agent: (await world.boot()).agent, start: () => world.life.start() };
    void life.start();
    await world.clock.advance(600_000);
    expect(agent.health()).to.include({ healthy: false, recovered: false });
    expect(faultOf(await agent.submit(jobOf({})))).to.equal('internal');
    expect(faultOf(await agent.reconcile(false, never))).to.equal('internal');
    isReadable = true;
    await world.clock.advance(10_000);
    expect(agent.health()).to.include({ healthy: true, recovered: true });
  });

  it('explains what it knows', async function () {
    const world = new AgentWorld();
    const agent = await world.start();
    const alloc = await running(world, jobOf({ name: 'web' }));
    const { handle } = world.status.tasks[0] ?? {};
    const about = async (id: string): Promise<string> => valueOf(await agent.explain(id, never)).about;
    expect(await about(alloc)).to.equal('allocation');
    expect(await about(handle?.attempt ?? '')).to.equal('attempt');
    expect(await about(handle?.instance ?? '')).to.equal('instance');
    expect(valueOf(await agent.explain(handle?.instance ?? '', never)).sentences.join()).to.include(
      'kept track',
    );
    expect(valueOf(await agent.explain(alloc, never)).sentences.join()).to.include('task web: started');
    expect(faultOf(await agent.explain('nothing', never))).to.equal('not-found');
    valueOf(await world.clock.runUntil(agent.stop(alloc, true)));
    const purged = valueOf(await agent.explain(alloc.slice(0, -1), never));
    expect(purged).to.include({ about: 'allocation', id: alloc });
    expect(purged.sentences.join()).to.match(/was purged.*task web: exited/);
  });

  it('explains what it did not make, and what it removed, and when', async function () {
    const world = new AgentWorld();
    const agent = await world.start();
    const { owner } = agent.health();
    const createdAt = world.clock.now();
    const plant = (id: string, who: string): void => {
      world.host.plant({
        id: id as InstanceId,
        createdAt,
        claim: { by: 'labels', owner: who, kind: 'task', alloc: anAllocId(), attempt: anAttemptToken() },
      });
    };
    plant('cafe-ours', owner);
    plant('cafe-theirs', anOwnerId());
    const says = async (id: string): Promise<string> =>
      valueOf(await agent.explain(id, never)).sentences.join();
    expect(await says('cafe-t')).to.include('belongs to another agent');
    expect(await says('cafe-o')).to.include('so young');
    expect(faultOf(await agent.explain('cafe', never))).to.equal('conflict');
    await world.clock.advance(60_000);
    await world.clock.advance(60_000);
    expect(await says('cafe-o')).to.match(
      /was removed from \w+ at 2023-11-14T22:\d\d.*no task of ours is known/,
    );
    expect(await says('cafe-t')).to.include('belongs to another agent');
  });

  it('removes nothing any sooner for having been asked', async function () {
    const world = new AgentWorld();
    const agent = await world.start();
    const { owner } = agent.health();
    const id = 'cafe-ours' as InstanceId;
    const claim = {
      by: 'labels',
      owner,
      kind: 'task',
      alloc: anAllocId(),
      attempt: anAttemptToken(),
    } as const;
    world.host.plant({ id, createdAt: at(0), claim });
    for (let question = 0; question < 3; question++) {
      valueOf(await agent.reconcile(true, never));
      valueOf(await agent.explain(id, never));
    }
    valueOf(await agent.reconcile(false, never));
    expect(world.host.identify(id).ok).to.equal(true);
    valueOf(await agent.reconcile(false, never));
    expect(world.host.identify(id).ok).to.equal(false);
  });

  for (const [where, hour] of [
    ['on', 3_600_000],
    ['back', -3_600_000],
  ] as const)
    it(`loses, doubles and removes nothing when the host's clock is set ${where} by an hour`, async function () {
      const retry = { attempts: 2, intervalMs: 1_800_000, delayMs: 1000, mode: 'fail' } as const;
      const world = new AgentWorld({
        script: { flaky: (attempt) => doing(...(attempt === 1 ? [wait(400_000), exit(3)] : [waitForEver])) },
        latencyMs: 100,
      });
      await world.start();
      await running(world, jobOf({ name: 'web' }, { name: 'flaky', restart: retry }));
      const before = world.running;
      world.clock.jump(hour);
      await world.clock.advance(300_000);
      expect(world.running).to.deep.equal(before);
      await world.clock.advance(150_000);
      expect(world.running).to.have.length(2).and.include(before[0]);
      expect(world.status.tasks.map(({ restarts }) => restarts)).to.deep.equal([0, 1]);
      expect(world.status.tasks[1]?.exit).to.include({ kind: 'code', code: 3 });
      // One that is being started as the clock is set is nobody's for no moment.
      void world.life.agent.submit(jobOf({ name: 'late' }));
      await world.clock.advance(150);
      world.clock.jump(hour);
      await world.clock.advance(300_000);
      expect(world.running).to.have.length(3);
      expect(world.startsOf('late')).to.equal(1);
    });

  it('leaves what runs to itself, and asks nothing of it any more', async function () {
    const world = new AgentWorld();
    await world.start();
    await running(world, jobOf({ name: 'web' }));
    const before = world.running;
    await world.life.leave();
    const { length } = world.lifeline.commands;
    await world.clock.advance(600_000);
    expect(world.lifeline.commands).to.have.length(length);
    expect(world.running).to.deep.equal(before);
    await world.start();
    await world.clock.advance(5000);
    expect(world.status.tasks[0]).to.include({ phase: 'running', restarts: 0 });
  });

  it('makes as many instances at once as the host keeps up with', async function () {
    const atOnce: number[] = [];
    let under = 0;
    const world: AgentWorld = new AgentWorld({
      executor: (inner) =>
        instead(inner, {
          create: async (...args) => {
            under += 1;
            atOnce.push(under);
            // One after the other, however many are asked for.
            await world.clock.sleep(100 * under, never);
            under -= 1;
            return inner.create(...args);
          },
        }),
    });
    await world.start();
    await world.submit(aJob({ id: 'first' }));
    await world.clock.advance(10_000);
    await world.submit(aJob({ groups: [aGroup({ count: 150 })] }));
    await world.clock.advance(600_000);
    expect(world.running).to.have.length(151);
    expect(Math.max(...atOnce)).to.equal(16);
    expect(Math.max(...atOnce.slice(-30))).to.be.within(2, 12);
  });
});
