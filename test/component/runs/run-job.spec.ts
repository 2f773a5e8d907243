import { expect } from 'chai';

import {
  type Behaviour,
  doing,
  exit,
  print,
  wait,
  waitForEver,
} from '../../../src/adapters/memory/behaviour.js';
import type { ContainerSpec } from '../../../src/domain/model/container-spec.js';
import type { Job, Lifecycle, Task } from '../../../src/domain/model/job.js';
import { exitStatusOf } from '../../../src/domain/job/exit-status.js';
import type { ProcessSpec } from '../../../src/domain/model/process-spec.js';
import type { RunReport } from '../../../src/domain/model/report.js';
import { aGroup, aJob, aTask } from '../../../src/testing/builders/a-job.js';
import { warningsDuring } from '../../../src/testing/warnings.js';
import { MemoryWorld } from './memory-world.js';

const jobOf = (...tasks: readonly Partial<Task>[]): Job =>
  aJob({ groups: [aGroup({ tasks: tasks.map((task) => aTask(task)) })] });
const hook = (name: Lifecycle['hook'], sidecar = false): Pick<Task, 'lifecycle'> => ({
  lifecycle: { hook: name, sidecar },
});
const outcomes = ({ tasks }: RunReport): Readonly<Record<string, string>> =>
  Object.fromEntries(tasks.map(({ task, outcome }) => [task, outcome]));
const retry = { attempts: 3, intervalMs: 60_000, delayMs: 1000, mode: 'fail' } as const;

describe('running a job', function () {
  it('runs a task, hands on its output and its status, and leaves nothing', async function () {
    const world = new MemoryWorld({
      task: () => doing(print('hello\n'), print('oops\n', 'stderr'), exit(7)),
    });
    const report = await world.run(jobOf({}));
    expect(world.output).to.deep.equal(['task: hello', 'task: oops']);
    expect(outcomes(report)).to.deep.equal({ task: 'failed' });
    expect(report.tasks[0]?.exit).to.deep.equal({ kind: 'code', code: 7, oom: false });
    expect(exitStatusOf(report)).to.equal(7);
    expect(world.host.all()).to.deep.equal([]);
    expect(world.directories.paths).to.deep.equal([]);
    expect(await world.store.attempts()).to.deep.equal({
      ok: true,
      value: { readable: [], unreadable: [] },
    });
  });

  it('hands on all output when streams of it break off', async function () {
    const world = new MemoryWorld(
      { task: () => doing(print('a\n'), wait(1000), print('b\n'), wait(1000), print('c\n'), exit(0)) },
      { logs: [1, 0, 1] },
    );
    await world.run(jobOf({}));
    expect(world.output).to.deep.equal(['task: a', 'task: b', 'task: c']);
    expect(world.story).not.to.include('task warning');
  });

  it('warns when the end of the output does not come', async function () {
    const world = new MemoryWorld({ task: () => doing(print('a\n'), exit(0)) }, { logs: ['hang'] });
    expect(exitStatusOf(await world.run(jobOf({})))).to.equal(0);
    expect(world.story).to.include('task warning');
  });

  for (const [force_pull, pulls] of [
    [false, 1],
    [true, 2],
  ] as const) {
    it(`fetches an image ${pulls.toString()} times for two attempts with force_pull = ${String(force_pull)}`, async function () {
      const world = new MemoryWorld({ task: (attempt) => doing(exit(attempt === 1 ? 1 : 0)) });
      const config = { image: 'busybox:1', force_pull };
      await world.run(
        aJob({ groups: [aGroup({ tasks: [aTask({ driver: 'docker', config, restart: retry })] })] }),
      );
      expect(world.story.filter((word) => word === 'task pulled')).to.have.length(pulls);
    });
  }

  it('runs a container once its image has come', async function () {
    const world = new MemoryWorld({ task: () => doing(print('hi\n')) });
    const report = await world.run(jobOf({ driver: 'docker', config: { image: 'busybox:1' } }));
    expect(exitStatusOf(report)).to.equal(0);
    expect(world.story.filter((word) => word !== 'task pulling')).to.deep.equal([
      'task pulled',
      'task started',
      'task exited',
    ]);
  });

  it("follows Nomad's order from prestart to poststop", async function () {
    const world = new MemoryWorld({
      init: () => doing(wait(100)),
      proxy: () => doing(waitForEver),
      web: () => doing(wait(500)),
      warm: () => doing(wait(10)),
      bye: () => doing(print('bye\n')),
    });
    const report = await world.run(
      jobOf(
        { name: 'bye', ...hook('poststop') },
        { name: 'web' },
        { name: 'proxy', ...hook('prestart', true) },
        { name: 'init', ...hook('prestart') },
        { name: 'warm', ...hook('poststart') },
      ),
    );
    const told = world.story.filter((word) => /started|exited/.test(word));
    expect(told.slice(0, 2)).to.have.members(['proxy started', 'init started']);
    expect(told.slice(2)).to.deep.equal([
      'init exited',
      'web started',
      'warm started',
      'warm exited',
      'web exited',
      'proxy exited',
      'bye started',
      'bye exited',
    ]);
    expect(outcomes(report)).to.deep.equal({
      init: 'complete',
      proxy: 'stopped',
      web: 'complete',
      warm: 'complete',
      bye: 'complete',
    });
    expect(exitStatusOf(report)).to.equal(0);
  });

  it('starts a task again by its policy until it succeeds', async function () {
    const world = new MemoryWorld({ task: (attempt) => doing(exit(attempt < 3 ? 1 : 0)) });
    const report = await world.run(jobOf({ restart: retry }));
    expect(report.tasks[0]).to.include({ outcome: 'complete', restarts: 2 });
    expect(world.clock.now()).to.be.within(2000, 2600);
    expect(exitStatusOf(report)).to.equal(0);
  });

  it('ends the siblings of a task that failed for good', async function () {
    const world = new MemoryWorld({ web: () => doing(waitForEver), bad: () => doing(wait(10), exit(9)) });
    const report = await world.run(jobOf({ name: 'web' }, { name: 'bad' }));
    expect(outcomes(report)).to.deep.equal({ web: 'stopped', bad: 'failed' });
    expect(exitStatusOf(report)).to.equal(9);
  });

  it('runs each group as often as its count says', async function () {
    const world = new MemoryWorld({ task: () => doing(print('x\n')) });
    const report = await world.run(aJob({ groups: [aGroup({ count: 3 }), aGroup({ name: 'other' })] }));
    expect(report.tasks.map(({ allocName }) => allocName)).to.deep.equal([
      'job.group[0]',
      'job.group[1]',
      'job.group[2]',
      'job.other[0]',
    ]);
    expect(new Set(report.tasks.map(({ alloc }) => alloc)).size).to.equal(4);
  });

  it('runs and stops a crowd without a warning of listeners that leak', async function () {
    const world = new MemoryWorld(
      { task: () => doing(waitForEver) },
      { remove: [{ before: 'unavailable' }] },
    );
    const warnings = await warningsDuring(async () => {
      const running = world.begin(aJob({ groups: [aGroup({ count: 50 })] }));
      await world.clock.advance(1000);
      world.stop();
      const report = await world.clock.runUntil(running);
      expect(report.tasks.map(({ outcome }) => outcome)).to.deep.equal(Array(50).fill('stopped'));
    });
    expect(warnings).to.deep.equal([]);
  });

  it('keeps cores for the tasks that asked for some, whatever their names', async function () {
    const cores: Record<string, unknown> = {};
    const note = (_: number, { identity, limits, environment }: ProcessSpec | ContainerSpec): Behaviour => {
      cores[identity.task] = [limits.cpuset, environment['NOMAD_CPU_CORES']];
      return doing();
    };
    const world = new MemoryWorld({ constructor: note, some: note });
    const resources = { ...aTask().resources, cores: 2 };
    await world.run(jobOf({ name: 'constructor' }, { name: 'some', resources }));
    expect(cores).to.deep.equal({ constructor: [undefined, undefined], some: ['0-1', '0-1'] });
  });

  it('ends at once, with nothing made, when a driver can not run tasks', async function () {
    const world = new MemoryWorld({}, { describe: [{ before: 'unavailable' }] });
    const report = await world.run(jobOf({}));
    expect(report.tasks).to.deep.equal([]);
    expect(report.failures[0]?.message).to.include('driver exec can');
    expect(exitStatusOf(report)).to.equal(125);
    expect(world.story).to.deep.equal([]);
  });

  it('starts nothing when one of its groups has no place here', async function () {
    const ports = [{ label: 'http', static: 80, to: undefined }];
    const network = { mode: 'host' as const, ports, dns: undefined };
    const world = new MemoryWorld({ task: () => doing(waitForEver) }, {}, [80]);
    const report = await world.run(aJob({ groups: [aGroup(), aGroup({ name: 'b', network })] }));
    expect(report).to.deep.equal({
      tasks: [],
      interrupted: false,
      failures: [{ message: 'port 80 for "http" is taken', remedy: undefined }],
    });
    expect(exitStatusOf(report)).to.equal(125);
    expect(world.story).to.deep.equal([]);
    expect(world.directories.paths).to.deep.equal([]);
  });

  it('tells why a task never started', async function () {
    const world = new MemoryWorld({}, { create: [{ before: 'invalid-spec' }] });
    const report = await world.run(jobOf({}));
    expect(report.tasks[0]).to.deep.include({ outcome: 'not-started' });
    expect(report.tasks[0]?.failure?.message).to.include('create was made to fail');
    expect(exitStatusOf(report)).to.equal(125);
  });

  it('fails with the lasting fault when restarts do not help', async function () {
    const world = new MemoryWorld(
      {},
      { create: Array.from({ length: 99 }, () => ({ before: 'unavailable' })) },
    );
    const report = await world.run(jobOf({ restart: { ...retry, attempts: 1 } }));
    expect(report.tasks[0]).to.include({ outcome: 'not-started', restarts: 1 });
    expect(exitStatusOf(report)).to.equal(125);
    expect(world.host.all()).to.deep.equal([]);
  });

  it('forgets why a start failed once the task was started all the same', async function () {
    const refused = Array.from({ length: 6 }, () => ({ before: 'unavailable' }) as const);
    const world = new MemoryWorld({ task: () => doing(exit(7)) }, { create: refused });
    const report = await world.run(jobOf({ restart: { ...retry, attempts: 1 } }));
    expect(world.story).to.include.members(['task start-failed', 'task started']);
    expect(report.tasks[0]).to.include({ outcome: 'failed', failure: undefined });
    expect(exitStatusOf(report)).to.equal(7);
  });

  it('starts no second instance beside one whose start failed without an answer', async function () {
    const seen: number[] = [];
    const world: MemoryWorld = new MemoryWorld(
      {
        task: () => {
          seen.push(world.host.all().length);
          return doing(waitForEver);
        },
      },
      {
        start: Array.from({ length: 6 }, () => ({ after: 'outcome-unknown' })),
        list: Array.from({ length: 9 }, () => ({ before: 'unavailable' })),
        remove: [{ before: 'unavailable' }],
      },
    );
    const running = world.begin(jobOf({ restart: retry }));
    await world.clock.advance(60_000);
    expect(seen).to.deep.equal([0, 0]);
    expect(world.host.all()).to.have.length(1);
    world.stop();
    await world.clock.runUntil(running);
  });

  it('starts a task again only once its last instance is off the host', async function () {
    const seen: number[] = [];
    const world: MemoryWorld = new MemoryWorld(
      {
        task: (attempt) => {
          seen.push(world.host.all().length);
          return doing(exit(attempt === 1 ? 1 : 0));
        },
      },
      { remove: Array.from({ length: 5 }, () => ({ before: 'unavailable' })) },
    );
    const report = await world.run(jobOf({ restart: retry }));
    expect(seen).to.deep.equal([0, 0]);
    expect(exitStatusOf(report)).to.equal(0);
  });

  it('leaves it to the restart policy when its last instance does not go', async function () {
    const world = new MemoryWorld(
      { task: () => doing(exit(1)) },
      { remove: Array.from({ length: 999 }, () => ({ before: 'internal' })) },
    );
    await world.run(jobOf({ restart: { ...retry, intervalMs: 3_600_000 } }));
    expect(world.story.filter((word) => word === 'task start-failed')).to.have.length(3);
    expect(world.story.filter((word) => word === 'task started')).to.have.length(1);
  });

  it('tells what could not be taken off the host', async function () {
    const world = new MemoryWorld(
      {},
      { remove: Array.from({ length: 999 }, () => ({ before: 'internal' })) },
    );
    const report = await world.run(jobOf({}));
    expect(report.failures[0]?.message).to.match(/something of attempt .* may be left on the host/);
    expect(world.directories.paths).not.to.deep.equal([]);
    expect(exitStatusOf(report)).to.equal(125);
  });

  it('takes off the host later what could not be removed at first', async function () {
    const world = new MemoryWorld({}, { remove: [{ before: 'internal' }, { before: 'internal' }] });
    const report = await world.run(jobOf({}));
    expect(report.failures).to.deep.equal([]);
    expect(world.host.all()).to.deep.equal([]);
    expect(world.directories.paths).to.deep.equal([]);
  });
});

describe('interrupting a run', function () {
  const obedient = { steps: [waitForEver], traps: { SIGTERM: [print('bye\n'), exit(0)] } };

  it('stops the tasks in order, runs poststop tasks, and ends with 130', async function () {
    const world = new MemoryWorld({ task: () => obedient });
    const running = world.begin(jobOf({}, { name: 'bye', ...hook('poststop') }));
    await world.clock.advance(1000);
    world.stop();
    const report = await world.clock.runUntil(running);
    expect(outcomes(report)).to.deep.equal({ task: 'stopped', bye: 'complete' });
    expect(world.output).to.deep.equal(['task: bye']);
    expect(exitStatusOf(report)).to.equal(130);
    expect(world.host.all()).to.deep.equal([]);
  });

  it('waits for the shutdown delay, then for the time to end, then kills', async function () {
    const world = new MemoryWorld({
      task: () => ({ steps: [waitForEver], traps: { SIGTERM: [print('no\n')] } }),
    });
    const running = world.begin(jobOf({ shutdownDelayMs: 3000, killTimeoutMs: 4000 }));
    await world.clock.advance(1000);
    world.stop();
    const report = await world.clock.runUntil(running);
    expect(report.tasks[0]?.exit).to.include({ signal: 'SIGKILL' });
    expect(report.tasks[0]?.finishedAt).to.equal(8000);
  });

  it("waits for the group's shutdown delay once, before any of its tasks is stopped", async function () {
    const world = new MemoryWorld({ lead: () => obedient, other: () => obedient });
    const tasks = [aTask({ name: 'lead', leader: true }), aTask({ name: 'other', shutdownDelayMs: 500 })];
    const running = world.begin(aJob({ groups: [aGroup({ shutdownDelayMs: 3000, tasks })] }));
    await world.clock.advance(1000);
    world.stop();
    const report = await world.clock.runUntil(running);
    expect(report.tasks.map(({ finishedAt }) => finishedAt)).to.deep.equal([4000, 4500]);
  });

  it("waits for the group's shutdown delay when a task of it fails, and no longer when asked to kill", async function () {
    const world = new MemoryWorld({ web: () => obedient, bad: () => doing(wait(1000), exit(9)) });
    const tasks = [aTask({ name: 'web' }), aTask({ name: 'bad' })];
    const running = world.begin(aJob({ groups: [aGroup({ shutdownDelayMs: 3000, tasks })] }));
    await world.clock.advance(2000);
    world.stop();
    await world.clock.advance(500);
    expect(world.story).to.not.include('web exited');
    world.kill();
    const report = await world.clock.runUntil(running);
    expect(report.tasks.map(({ finishedAt }) => finishedAt)).to.deep.equal([2500, 1000]);
  });

  it('kills everything at once when it is asked twice', async function () {
    const world = new MemoryWorld({
      task: () => ({ steps: [waitForEver], traps: { SIGTERM: [print('no\n')] } }),
    });
    const running = world.begin(jobOf({ killTimeoutMs: 3_600_000 }, { name: 'bye', ...hook('poststop') }));
    await world.clock.advance(1000);
    world.stop();
    await world.clock.advance(1000);
    world.kill();
    const report = await world.clock.runUntil(running);
    expect(outcomes(report)).to.deep.equal({ task: 'stopped', bye: 'not-started' });
    expect(report.tasks[0]?.finishedAt).to.equal(2000);
    expect(exitStatusOf(report)).to.equal(130);
  });

  it('does not call interrupted what had ended when it was asked to stop', async function () {
    const world = new MemoryWorld({ task: () => doing(exit(7)) }, { remove: [{ before: 'unavailable' }] });
    const running = world.begin(jobOf({}));
    await world.clock.advance(500);
    world.stop();
    world.kill();
    expect(exitStatusOf(await world.clock.runUntil(running))).to.equal(7);
    expect(world.clock.now()).to.be.greaterThan(500);
  });

  it('ends, with nothing left, when it is asked twice while nobody takes its output', async function () {
    const world = new MemoryWorld({ task: () => doing(print('x\n'), exit(7)) });
    const running = world.begin(jobOf({}), { taken: new Promise(() => undefined) });
    await world.clock.advance(60_000);
    world.stop();
    await world.clock.advance(60_000);
    world.kill();
    expect(exitStatusOf(await world.clock.runUntil(running))).to.equal(130);
    expect(world.host.all()).to.deep.equal([]);
  });

  it('takes a task off the host that can not be killed and goes on printing', async function () {
    const chatter = Array.from({ length: 9999 }, () => [print('x\n'), wait(1000)]).flat();
    const world = new MemoryWorld(
      { task: () => ({ steps: chatter, traps: { SIGTERM: [] } }) },
      { signal: Array.from({ length: 99 }, () => ({ before: 'permission-denied' })) },
    );
    const running = world.begin(jobOf({}));
    await world.clock.advance(1000);
    world.stop();
    await world.clock.runUntil(running, 120_000);
    expect(world.story).to.include('task stuck');
    expect(world.host.all()).to.deep.equal([]);
  });

  it('makes nothing when it is interrupted before anything is made', async function () {
    const world = new MemoryWorld({}, { describe: ['hang'] });
    const running = world.begin(jobOf({}));
    await world.clock.advance(1000);
    world.stop();
    const report = await world.clock.runUntil(running);
    expect(report).to.deep.equal({ tasks: [], interrupted: true, failures: [] });
    expect(exitStatusOf(report)).to.equal(130);
  });

  it('gives up a pull', async function () {
    const world = new MemoryWorld({});
    const running = world.begin(jobOf({ driver: 'docker', config: { image: 'busybox:1' } }));
    await world.clock.advance(1500);
    world.stop();
    const report = await world.clock.runUntil(running);
    expect(outcomes(report)).to.deep.equal({ task: 'not-started' });
    expect(exitStatusOf(report)).to.equal(130);
    expect(world.host.all()).to.deep.equal([]);
  });

  it('gives up the wait for a restart', async function () {
    const world = new MemoryWorld({ task: () => doing(exit(1)) });
    const running = world.begin(jobOf({ restart: { ...retry, delayMs: 3_600_000, intervalMs: 86_400_000 } }));
    await world.clock.advance(1000);
    world.stop();
    await world.clock.runUntil(running);
    expect(world.clock.now()).to.be.lessThan(10_000);
  });

  it('reports a task that can not be killed, and goes on', async function () {
    const world = new MemoryWorld(
      { task: () => obedient },
      { signal: Array.from({ length: 99 }, () => ({ before: 'internal' })) },
    );
    const running = world.begin(jobOf({}));
    await world.clock.advance(1000);
    world.stop();
    const report = await world.clock.runUntil(running);
    expect(world.story).to.include('task stuck');
    expect(report.tasks[0]?.exit).to.include({ kind: 'unknown' });
    expect(world.host.all()).to.deep.equal([]);
  });
});
