import { expect } from 'chai';

import { exitStatusOf } from '../../../src/domain/job/exit-status.js';
import type { Exit } from '../../../src/domain/model/exit.js';
import type { RunReport, TaskReport } from '../../../src/domain/model/report.js';
import { anAllocId } from '../../../src/testing/builders/an-identity.js';

const code = (value: number): Exit => ({ kind: 'code', code: value, oom: false });
const segv: Exit = { kind: 'signal', signal: 'SIGSEGV', oom: false };
const unknown: Exit = { kind: 'unknown', why: 'nobody saw it', oom: false };
const failure = { message: 'no engine', remedy: undefined };

const task = (over: Partial<TaskReport> = {}): TaskReport => ({
  alloc: anAllocId(),
  allocName: 'job.group[0]',
  group: 'group',
  task: 'task',
  driver: 'exec',
  lifecycle: { hook: 'main', sidecar: false },
  outcome: 'complete',
  exit: code(0),
  restarts: 0,
  startedAt: undefined,
  finishedAt: undefined,
  failure: undefined,
  ...over,
});
const failed = (exit: Exit | undefined): TaskReport => task({ outcome: 'failed', exit });
const stopped = (exit: Exit | undefined): TaskReport => task({ outcome: 'stopped', exit });
const notStarted = task({ outcome: 'not-started', exit: undefined });
const beside = (report: TaskReport, hook: 'prestart' | 'poststop' = 'prestart'): TaskReport => ({
  ...report,
  lifecycle: { hook, sidecar: false },
});

const report = (tasks: readonly TaskReport[], over: Partial<RunReport> = {}): RunReport => ({
  tasks,
  interrupted: false,
  failures: [],
  ...over,
});

describe('The exit status of a run', function () {
  const cases: readonly (readonly [string, RunReport, number])[] = [
    ['one task that succeeds', report([task()]), 0],
    ['one task that fails', report([failed(code(7))]), 7],
    ['one task that a signal ended', report([failed(segv)]), 139],
    ['one task of whose end nobody knows', report([failed(unknown)]), 125],
    ['one task that failed and left no exit', report([failed(undefined)]), 125],
    ['one task that is said to be complete with no known end', report([task({ exit: unknown })]), 125],
    ['one main task beside a poststop that failed', report([task(), beside(failed(code(3)), 'poststop')]), 0],
    [
      'one main task, failed, beside a failed prestart',
      report([beside(failed(code(3))), failed(code(7))]),
      7,
    ],
    [
      'one main task that never ran since its prestart failed',
      report([beside(failed(code(3))), notStarted]),
      3,
    ],
    [
      'one main task that was stopped since its sidecar failed',
      report([stopped(code(0)), beside(failed(segv))]),
      139,
    ],
    ['one main task that was stopped for no failure', report([stopped(code(143))]), 0],
    ['one main task that was stopped and nobody knows how', report([stopped(unknown)]), 125],
    ['one main task that was stopped and left no exit', report([stopped(undefined)]), 125],
    ['one main task that never ran for no reason', report([notStarted]), 125],
    [
      'one main task that succeeds beside a poststop that never ran',
      report([task(), beside(notStarted, 'poststop')]),
      0,
    ],
    ['two main tasks that succeed', report([task(), task()]), 0],
    ['two main tasks of which one fails', report([task(), failed(code(7))]), 7],
    ['two main tasks that both fail', report([failed(code(4)), failed(code(7))]), 4],
    ['two that fail, the first with 0', report([failed(code(0)), failed(code(7))]), 7],
    ['two that fail, both with 0', report([failed(code(0)), failed(code(0))]), 0],
    ['two main tasks of which one is stopped', report([task(), stopped(code(143))]), 0],
    ['two main tasks, the end of one unknown', report([task(), task({ exit: unknown })]), 125],
    ['two main tasks, the end of one unknown, one failed', report([stopped(unknown), failed(code(7))]), 7],
    ['two main tasks of which one never ran', report([task(), notStarted]), 0],
    ['two main tasks that never ran', report([notStarted, notStarted]), 125],
    ['no main task, and all is well', report([beside(task())]), 0],
    ['no main task, and one fails', report([beside(failed(code(7)))]), 7],
    ['no task at all', report([]), 0],
    ['a run that was interrupted', report([stopped(code(143))], { interrupted: true }), 130],
    ['a run that was interrupted before anything ran', report([notStarted], { interrupted: true }), 130],
    [
      'a run that was interrupted while a task could not be started',
      report([task({ failure })], { interrupted: true }),
      130,
    ],
    ['a run at which wharf failed', report([task()], { failures: [failure] }), 125],
    [
      'a run at which wharf failed after an interrupt',
      report([task()], { failures: [failure], interrupted: true }),
      125,
    ],
    [
      'a task that could not be started',
      report([task({ outcome: 'not-started', exit: undefined, failure })]),
      125,
    ],
    ['a task that could not be started again', report([{ ...failed(code(7)), failure }, task()]), 125],
  ];
  for (const [what, run, status] of cases) {
    it(`is ${status.toString()} for ${what}`, function () {
      expect(exitStatusOf(run)).to.equal(status);
    });
  }
});
