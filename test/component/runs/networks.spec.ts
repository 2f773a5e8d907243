import { expect } from 'chai';

import { doing, exit, wait, waitForEver } from '../../../src/adapters/memory/behaviour.js';
import { fault } from '../../../src/domain/faults/runtime-fault.js';
import type { NetworkMode } from '../../../src/domain/model/group-network.js';
import type { Job, Task } from '../../../src/domain/model/job.js';
import { err } from '../../../src/domain/shared/result.js';
import { aGroup, aJob, aTask } from '../../../src/testing/builders/a-job.js';
import { MemoryWorld } from './memory-world.js';

const inContainer: Partial<Task> = { name: 'web', driver: 'docker', config: { image: 'busybox:1' } };
const asProcess: Partial<Task> = { name: 'client', driver: 'exec' };
const onHost: Partial<Task> = { name: 'probe', driver: 'raw_exec' };
const again = { attempts: 2, intervalMs: 600_000, delayMs: 1000, mode: 'fail' } as const;

const jobIn = (mode: NetworkMode, ...tasks: readonly Partial<Task>[]): Job =>
  aJob({
    groups: [
      aGroup({
        network: { mode, ports: [{ label: 'web', static: 8080, to: 80 }], dns: undefined },
        tasks: tasks.map((task) => aTask({ restart: again, ...task })),
      }),
    ],
  });

const long = {
  web: () => doing(wait(60_000)),
  client: () => doing(wait(60_000)),
  probe: () => doing(wait(60_000)),
};

/** The namespaces of what runs, by what it is for; and of each kind how many there are. */
const placesIn = (world: MemoryWorld): Readonly<Record<string, string | undefined>> =>
  Object.fromEntries(
    world.host.all().flatMap((instance) => {
      const { identity, state } = instance.seen();
      return state.phase === 'running' ? [[identity.task, world.host.namespaceOf(state.pid)]] : [];
    }),
  );

const distinct = (values: readonly unknown[]): number => new Set(values).size;
const never = new AbortController().signal;

describe('a group with a network of its own', function () {
  it('has all its tasks in one namespace that its holder keeps, and leaves nothing of it', async function () {
    const world = new MemoryWorld(long);
    const running = world.begin(jobIn('bridge', inContainer, asProcess, onHost));
    await world.clock.advance(10_000);
    const places = placesIn(world);
    expect(Object.keys(places)).to.have.members(['/network', 'web', 'client', 'probe']);
    expect(distinct(Object.values(places))).to.equal(1);
    expect(Object.values(places)).not.to.include('host');
    const { ok, value } = (await world.networks.published(never)) as { ok: true; value: unknown };
    expect({ ok, value }).to.deep.equal({ ok: true, value: [{ hostIp: '', hostPort: 8080, taskPort: 80 }] });
    await world.clock.runUntil(running);
    expect(world.host.all()).to.deep.equal([]);
    expect(await world.networks.survey('thorough', never)).to.deep.equal({ ok: true, value: [] });
  });

  it('needs no holder when no container is to join', async function () {
    const world = new MemoryWorld(long);
    const running = world.begin(jobIn('none', asProcess, onHost));
    await world.clock.advance(10_000);
    const places = placesIn(world);
    expect(Object.keys(places)).to.have.members(['client', 'probe']);
    expect(distinct(Object.values(places))).to.equal(1);
    await world.clock.runUntil(running);
    expect(await world.networks.survey('thorough', never)).to.deep.equal({ ok: true, value: [] });
  });

  it('begins anew as a whole in another one when its holder ends, and none of its restarts are used up', async function () {
    const world = new MemoryWorld({
      ...long,
      '/network': (attempt) => doing(attempt === 1 ? wait(20_000) : waitForEver),
    });
    const running = world.begin(jobIn('bridge', inContainer, asProcess));
    await world.clock.advance(15_000);
    const before = placesIn(world);
    await world.clock.advance(40_000);
    const after = placesIn(world);
    expect(Object.keys(after)).to.have.members(['/network', 'web', 'client']);
    expect(distinct(Object.values(after))).to.equal(1);
    expect(after['web']).not.to.equal(before['web']);
    const report = await world.clock.runUntil(running);
    expect(report.tasks.map(({ outcome, restarts }) => [outcome, restarts])).to.deep.equal([
      ['complete', 0],
      ['complete', 0],
    ]);
    expect(world.host.all()).to.deep.equal([]);
    expect(await world.networks.survey('thorough', never)).to.deep.equal({ ok: true, value: [] });
  });

  it('is not made anew more often than every few seconds, however soon its holders end', async function () {
    let holders = 0;
    const world = new MemoryWorld({
      ...long,
      '/network': (attempt) => {
        holders = attempt;
        return doing(wait(10), exit(1));
      },
    });
    const running = world.begin(jobIn('bridge', inContainer));
    await world.clock.advance(60_000);
    expect(holders).to.be.greaterThan(2).and.below(14);
    world.kill();
    await world.clock.runUntil(running);
    expect(world.host.all()).to.deep.equal([]);
  });

  it('does not start when there is no such network, and says so', async function () {
    const world = new MemoryWorld(long);
    const report = await world.run(jobIn('cni/absent', asProcess));
    expect(report.tasks.map(({ outcome }) => outcome)).to.deep.equal(['not-started']);
    expect(report.tasks[0]?.failure?.message).to.include('there is no CNI network "absent"');
    expect(world.host.all()).to.deep.equal([]);
  });

  it('does not start when it can not be told what there is of it, and says why', async function () {
    const world = new MemoryWorld(long);
    world.networks.list = () =>
      Promise.resolve(err(fault('permission-denied', 'the networks can not be listed')));
    const report = await world.run(jobIn('bridge', asProcess));
    expect(report.tasks.map(({ outcome }) => outcome)).to.deep.equal(['not-started']);
    expect(report.tasks[0]?.failure?.message).to.include('can not be listed');
  });

  it('says in a plan how its tasks will join it, and makes nothing', async function () {
    const world = new MemoryWorld(long);
    const planned = await world.plan(jobIn('bridge', inContainer, asProcess));
    expect(JSON.stringify(planned)).to.include('container:<made before the first task>');
    expect(world.host.all()).to.deep.equal([]);
  });

  it('keeps no task that a runtime put elsewhere', async function () {
    const world = new MemoryWorld(long, {}, [], 'forgets-networks');
    const report = await world.run(jobIn('bridge', { ...asProcess, restart: { ...again, attempts: 0 } }));
    expect(report.tasks[0]?.failure?.message).to.include('not in that of its group');
    expect(world.host.all()).to.deep.equal([]);
    expect(await world.networks.survey('thorough', never)).to.deep.equal({ ok: true, value: [] });
  });
});
