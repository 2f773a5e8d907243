import { expect } from 'chai';

import { isOver, progressOf, stateOf } from '../../../src/domain/keeping/alloc-state.js';
import { noProgress, type TaskProgress } from '../../../src/domain/model/kept-allocation.js';
import { aGroup, anAllocation, aJob, aTask } from '../../../src/testing/builders/a-job.js';
import { at } from '../../../src/testing/builders/an-identity.js';

type Known = Parameters<typeof stateOf>[0];

const ran = { startedAt: at(1000) } as const;
const running: TaskProgress = { ...noProgress, ...ran, phase: 'active' };
const done: TaskProgress = { ...noProgress, ...ran, phase: 'ended', outcome: 'complete' };
const failed: TaskProgress = { ...noProgress, ...ran, phase: 'ended', outcome: 'failed' };

const known = (tasks: Known['tasks'], wanted = true): Known => {
  const both = aGroup({ tasks: [aTask({ name: 'one' }), aTask({ name: 'two' })] });
  return { allocation: anAllocation({ job: aJob({ groups: [both] }) }), wanted, tasks } as Known;
};

describe('the state of an allocation', function () {
  for (const [words, kept, state, over] of [
    ['of which nothing was begun', known({}), 'pending', false],
    [
      'of which a task is being started',
      known({ one: { ...noProgress, phase: 'active' } }),
      'pending',
      false,
    ],
    ['of which one task runs', known({ one: running }), 'running', false],
    ['of which one task has ended and one runs', known({ one: done, two: running }), 'running', false],
    ['of which all tasks ended well', known({ one: done, two: done }), 'complete', true],
    ['of which one task failed', known({ one: done, two: failed }), 'failed', true],
    ['that is no longer wanted and runs', known({ one: running, two: running }, false), 'stopping', false],
    ['that is no longer wanted and never ran', known({}, false), 'stopped', true],
    ['that is no longer wanted and has ended', known({ one: done, two: done }, false), 'stopped', true],
    ['that is no longer wanted, after one failed', known({ one: failed, two: done }, false), 'failed', true],
  ] as const)
    it(`${words} is ${state}, and ${over ? '' : 'not '}over`, function () {
      expect(stateOf(kept)).to.equal(state);
      expect(isOver(kept)).to.equal(over);
    });

  it('has failed when a task could not be handled, though none of its attempts failed', function () {
    const failure = { message: 'no engine', remedy: undefined };
    const kept = known({ one: done, two: { ...done, failure } });
    expect(stateOf(kept)).to.equal('failed');
  });

  it('takes a task that was not heard of for one that waits', function () {
    expect(progressOf(known({}), 'one')).to.equal(noProgress);
    expect(progressOf(known({ one: done }), 'one')).to.equal(done);
  });
});
