import { expect } from 'chai';

import {
  decideGroup,
  type GroupIntent,
  type GroupPlan,
  type TaskStatus,
} from '../../../src/domain/lifecycle/group-order.js';
import type { Lifecycle } from '../../../src/domain/model/job.js';
import type { TaskOutcome } from '../../../src/domain/model/report.js';

type Over = Partial<TaskStatus>;
const task = (name: string, hook: Lifecycle['hook'], over: Over = {}): TaskStatus => ({
  name,
  role: { hook, sidecar: false },
  leader: false,
  phase: 'waiting',
  outcome: undefined,
  ran: false,
  stopping: false,
  ...over,
});
const sidecar = { role: { hook: 'prestart', sidecar: true } } as const;
const running: Over = { phase: 'running', ran: true };
const ended = (outcome: TaskOutcome): Over => ({ phase: 'ended', outcome, ran: outcome !== 'not-started' });
const decide = (tasks: readonly TaskStatus[], intent: GroupIntent = 'run'): GroupPlan =>
  decideGroup(tasks, intent);

describe('the order in which a group starts', function () {
  const group = (over: Readonly<Record<string, Over>>): readonly TaskStatus[] => [
    task('init', 'prestart', over['init']),
    task('proxy', 'prestart', { ...sidecar, ...over['proxy'] }),
    task('web', 'main', over['web']),
    task('cron', 'main', over['cron']),
    task('warm', 'poststart', over['warm']),
    task('bye', 'poststop', over['bye']),
  ];

  it('begins with the prestart tasks, sidecars among them', function () {
    expect(decide(group({}))).to.deep.equal({ start: ['init', 'proxy'], stop: [], why: '', finished: false });
  });

  it('holds main tasks back until ephemeral prestart tasks have succeeded', function () {
    expect(decide(group({ init: running, proxy: running })).start).to.deep.equal([]);
  });

  it('holds main tasks back until prestart sidecars run', function () {
    expect(decide(group({ init: ended('complete'), proxy: { phase: 'starting' } })).start).to.deep.equal([]);
  });

  it('starts main tasks together once the way is prepared', function () {
    const seen = group({ init: ended('complete'), proxy: running });
    expect(decide(seen).start).to.deep.equal(['web', 'cron']);
  });

  it('starts poststart tasks once all main tasks run or have succeeded', function () {
    const prepared = { init: ended('complete'), proxy: running };
    expect(decide(group({ ...prepared, web: running, cron: { phase: 'starting' } })).start).to.deep.equal([]);
    expect(decide(group({ ...prepared, web: running, cron: running })).start).to.deep.equal(['warm']);
    expect(decide(group({ ...prepared, web: running, cron: ended('complete') })).start).to.deep.equal([
      'warm',
    ]);
  });

  it('starts nothing twice', function () {
    const seen = group({
      init: ended('complete'),
      proxy: running,
      web: running,
      cron: running,
      warm: running,
    });
    expect(decide(seen)).to.deep.equal({ start: [], stop: [], why: '', finished: false });
  });

  it('ends sidecars when all others have ended, and runs poststop tasks last', function () {
    const done = ended('complete');
    const over = { init: done, proxy: running, web: done, cron: done, warm: done };
    expect(decide(group(over))).to.deep.equal({
      start: [],
      stop: ['proxy'],
      why: 'the tasks beside it ended',
      finished: false,
    });
    const after = { ...over, proxy: ended('stopped') };
    expect(decide(group(after)).start).to.deep.equal(['bye']);
    expect(decide(group({ ...after, bye: running })).finished).to.equal(false);
    expect(decide(group({ ...after, bye: ended('complete') }))).to.deep.include({
      start: [],
      stop: [],
      finished: true,
    });
  });

  it('does not end a group of sidecars alone', function () {
    expect(decide([task('proxy', 'prestart', { ...sidecar, ...running })]).stop).to.deep.equal([]);
  });
});

describe('the order in which a group stops', function () {
  const group = (over: Readonly<Record<string, Over>> = {}): readonly TaskStatus[] => [
    task('proxy', 'prestart', { ...sidecar, ...running, ...over['proxy'] }),
    task('web', 'main', { ...running, leader: true, ...over['web'] }),
    task('cron', 'main', { ...running, ...over['cron'] }),
    task('bye', 'poststop', over['bye']),
  ];

  it('stops the leader alone first', function () {
    expect(decide(group(), 'stop')).to.deep.equal({
      start: [],
      stop: ['web'],
      why: 'asked to stop',
      finished: false,
    });
    expect(decide(group({ web: { ...running, leader: true, stopping: true } }), 'stop').stop).to.deep.equal(
      [],
    );
  });

  it('then all that are no sidecars, then sidecars', function () {
    const led = { web: { ...ended('stopped'), leader: true } };
    expect(decide(group(led), 'stop').stop).to.deep.equal(['cron']);
    expect(decide(group({ ...led, cron: { ...running, stopping: true } }), 'stop').stop).to.deep.equal([]);
    expect(decide(group({ ...led, cron: ended('stopped') }), 'stop').stop).to.deep.equal(['proxy']);
  });

  it('leaves all alone while the leader runs', function () {
    expect(decide(group())).to.deep.equal({ start: [], stop: [], why: '', finished: false });
  });

  it('stops all others when the leader has ended', function () {
    const plan = decide(group({ web: { ...ended('complete'), leader: true } }));
    expect(plan).to.deep.include({ stop: ['cron'], why: 'leader web ended' });
  });

  for (const outcome of ['failed', 'not-started'] as const) {
    it(`stops all others when a task is ${outcome}`, function () {
      const plan = decide(group({ cron: ended(outcome) }));
      expect(plan).to.deep.include({ stop: ['web'], why: 'task cron failed' });
    });
  }

  it('stops what is still being started', function () {
    const led = { web: { ...ended('stopped'), leader: true } };
    expect(decide(group({ ...led, cron: { phase: 'starting' } }), 'stop').stop).to.deep.equal(['cron']);
  });

  it('starts no further task but poststop once it stops', function () {
    const tasks = [task('init', 'prestart', ended('failed')), task('web', 'main'), task('bye', 'poststop')];
    expect(decide(tasks)).to.deep.equal({
      start: ['bye'],
      stop: [],
      why: 'task init failed',
      finished: false,
    });
  });

  it('runs no poststop task when nothing ever ran', function () {
    const tasks = [task('web', 'main', ended('not-started')), task('bye', 'poststop')];
    expect(decide(tasks)).to.deep.include({ start: [], finished: true });
    expect(decide([task('web', 'main'), task('bye', 'poststop')], 'stop')).to.deep.include({
      finished: true,
    });
  });

  it('does not stop poststop tasks', function () {
    const all = ended('stopped');
    const seen = group({ proxy: all, web: all, cron: all, bye: running });
    expect(decide(seen, 'stop')).to.deep.include({ start: [], stop: [], finished: false });
  });

  it('ends everything at once when it kills, poststop tasks too', function () {
    const seen = group({ bye: running });
    expect(decide(seen, 'kill')).to.deep.equal({
      start: [],
      stop: ['proxy', 'web', 'cron', 'bye'],
      why: 'asked to stop',
      finished: false,
    });
    const gone = ended('stopped');
    const left = decide(group({ proxy: gone, web: gone, cron: gone }), 'kill');
    expect(left).to.deep.equal({ start: [], stop: [], why: 'asked to stop', finished: true });
  });
});
