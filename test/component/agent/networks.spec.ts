import { expect } from 'chai';

import { doing, wait } from '../../../src/adapters/memory/behaviour.js';
import type { AllocId } from '../../../src/domain/model/ids.js';
import type { Job } from '../../../src/domain/model/job.js';
import type { ContainerRuntime } from '../../../src/domain/ports/container-runtime.js';
import { ok } from '../../../src/domain/shared/result.js';
import { aGroup, aJob, aTask } from '../../../src/testing/builders/a-job.js';
import { AgentWorld } from './agent-world.js';

const again = { attempts: 2, intervalMs: 600_000, delayMs: 1000, mode: 'fail' } as const;

const job: Job = aJob({
  type: 'service',
  groups: [
    aGroup({
      network: { mode: 'bridge', ports: [], dns: undefined },
      tasks: [
        aTask({ name: 'web', driver: 'docker', config: { image: 'busybox:1' } }),
        aTask({ name: 'client', driver: 'exec', restart: again }),
      ],
    }),
  ],
});

const never = new AbortController().signal;

/** What runs, in which namespace: `task pid namespace`. */
const placesIn = (world: AgentWorld): readonly string[] =>
  world.running.map((line) => {
    const pid = Number(line.split(' ')[1]);
    return `${line} ${world.host.namespaceOf(pid) ?? ''}`;
  });

const namespacesIn = (world: AgentWorld): ReadonlySet<string> =>
  new Set(placesIn(world).map((line) => line.split(' ')[2] ?? ''));

const holderIn = (world: AgentWorld) =>
  world.host.all().find(({ identity }) => identity.kind === 'holder') ?? expect.fail('there is no holder');

const networksIn = async (world: AgentWorld): Promise<number> => {
  const seen = await world.networks.survey('thorough', never);
  return seen.ok ? seen.value.length : expect.fail('networks can not be seen');
};

const allRun = async (world: AgentWorld): Promise<void> => {
  await world.clock.advance(15_000);
  expect(placesIn(world).map((line) => line.split(' ')[0])).to.have.members(['/network', 'web', 'client']);
  expect(namespacesIn(world)).to.have.lengthOf(1);
  expect(await networksIn(world)).to.equal(1);
};

/** An engine that can't tell of any of its containers what it does as long as it is sick. */
const listsUnknown = (inner: ContainerRuntime, isSick: () => boolean): ContainerRuntime =>
  new Proxy(inner, {
    get: (target, key) => {
      const member: unknown = Reflect.get(target, key, target);
      if (key === 'list')
        return async (...args: Parameters<ContainerRuntime['list']>) => {
          const listed = await target.list(...args);
          if (!listed.ok || !isSick()) return listed;
          return ok(listed.value.map((one) => ({ ...one, state: { phase: 'unknown', why: 'late' } })));
        };
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    },
  });

describe('an agent that keeps a group with a network of its own', function () {
  it('is followed by one that goes on in the same network, with the same processes', async function () {
    const world = new AgentWorld();
    await world.start();
    await world.submit(job);
    await allRun(world);
    const before = placesIn(world);
    world.crash();
    await world.start();
    await allRun(world);
    expect(placesIn(world)).to.deep.equal(before);
  });

  it('is followed by one that has the group begin anew when the network was lost meanwhile', async function () {
    const world = new AgentWorld();
    await world.start();
    await world.submit(job);
    await allRun(world);
    const [before] = namespacesIn(world);
    world.crash();
    holderIn(world).kill();
    await world.start();
    await world.clock.advance(30_000);
    await allRun(world);
    expect(namespacesIn(world)).not.to.include(before);
    expect(world.status.tasks.map(({ restarts }) => restarts)).to.deep.equal([0, 0]);
  });

  it('is followed by one that waits for an engine to tell of the holder, and takes nothing of the group for lost', async function () {
    let isSick = false;
    const world = new AgentWorld({ containers: (inner) => listsUnknown(inner, () => isSick) });
    await world.start();
    await world.submit(job);
    await allRun(world);
    const before = placesIn(world);
    world.crash();
    isSick = true;
    await world.start();
    await world.clock.advance(30_000);
    expect(placesIn(world)).to.deep.equal(before);
    isSick = false;
    await allRun(world);
    expect(placesIn(world)).to.deep.equal(before);
  });

  it('is followed by one that runs no task again that ended well before the network was lost', async function () {
    const world = new AgentWorld({ script: { client: () => doing(wait(30_000)) } });
    await world.start();
    await world.submit({ ...job, type: 'batch' });
    await allRun(world);
    world.crash();
    await world.clock.advance(30_000);
    holderIn(world).kill();
    await world.start();
    await world.clock.advance(60_000);
    expect([world.startsOf('client'), world.startsOf('web')]).to.deep.equal([1, 2]);
    expect(world.status.tasks.find(({ task }) => task === 'client')).to.include({ outcome: 'complete' });
  });

  it('runs no task again that ended well, when its network is lost while it is taken off the host', async function () {
    let mayGo = (): void => undefined;
    const going = new Promise<void>((resolve) => (mayGo = resolve));
    const world = new AgentWorld({
      script: { client: () => doing(wait(30_000)) },
      executor: (inner) => {
        const remove = inner.remove.bind(inner);
        return Object.assign(inner, {
          remove: async (...args: Parameters<typeof remove>) => {
            await going;
            return remove(...args);
          },
        });
      },
    });
    await world.start();
    await world.submit({ ...job, type: 'batch' });
    await allRun(world);
    await world.clock.advance(30_000);
    holderIn(world).kill();
    await world.clock.advance(10_000);
    mayGo();
    await world.clock.advance(60_000);
    expect([world.startsOf('client'), world.startsOf('web')]).to.deep.equal([1, 2]);
  });

  it('has the group begin anew when its holder is taken away', async function () {
    const world = new AgentWorld();
    await world.start();
    await world.submit(job);
    await allRun(world);
    const [before] = namespacesIn(world);
    world.host.remove(holderIn(world).id);
    await world.clock.advance(30_000);
    await allRun(world);
    expect(namespacesIn(world)).not.to.include(before);
  });

  it('starts one task anew in the network in which the others are', async function () {
    const world = new AgentWorld();
    await world.start();
    await world.submit(job);
    await allRun(world);
    const before = namespacesIn(world);
    world.host
      .all()
      .find(({ identity }) => identity.task === 'client')
      ?.kill();
    await world.clock.advance(60_000);
    await allRun(world);
    expect(namespacesIn(world)).to.deep.equal(before);
  });

  it('spares its holder and its network, and takes both away once nobody wants the group', async function () {
    const world = new AgentWorld();
    const agent = await world.start();
    const [status] = await world.submit(job);
    await allRun(world);
    await world.clock.advance(300_000);
    await allRun(world);
    await world.clock.runUntil(agent.stop(status?.id ?? ('' as AllocId), true));
    expect(world.host.all()).to.deep.equal([]);
    expect(await networksIn(world)).to.equal(0);
  });

  it('is followed by one that takes away what it left of a group that is over', async function () {
    const world = new AgentWorld();
    const agent = await world.start();
    const [status] = await world.submit(job);
    await allRun(world);
    const stopped = agent.stop(status?.id ?? ('' as AllocId), false);
    await world.clock.advance(0);
    world.crash();
    void stopped;
    await world.start();
    await world.clock.advance(120_000);
    expect(world.host.all()).to.deep.equal([]);
    expect(await networksIn(world)).to.equal(0);
  });
});
