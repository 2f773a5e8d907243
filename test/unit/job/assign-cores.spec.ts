import { expect } from 'chai';

import { assignCores } from '../../../src/domain/job/assign-cores.js';
import { allocationsOf } from '../../../src/domain/model/allocation.js';
import type { AllocId } from '../../../src/domain/model/ids.js';
import { aGroup, aJob, aTask } from '../../../src/testing/builders/a-job.js';
import { valueOf } from '../../../src/testing/expect-result.js';
import { problemsOf, pathsOf } from '../../support/problems.js';

const wanting = (name: string, cores: number | undefined) =>
  aTask({ name, resources: { ...aTask().resources, cores } });

describe('assignCores', function () {
  const tasks = [wanting('a', 2), wanting('b', undefined), wanting('c', 1)];
  const job = aJob({
    groups: [aGroup({ name: 'web', count: 2, tasks }), aGroup({ tasks: [wanting('d', 1)] })],
  });
  const fresh = () => {
    const ids = ['one', 'two', 'three'] as AllocId[];
    return allocationsOf(job, () => ids.shift() ?? ('' as AllocId));
  };

  it('keeps cores of their own for all tasks that ask, over all allocations', function () {
    expect([...valueOf(assignCores(fresh(), 7))]).to.deep.equal([
      ['one', { a: '0-1', c: '2' }],
      ['two', { a: '3-4', c: '5' }],
      ['three', { d: '6' }],
    ]);
  });

  it('names the tasks for which there are none left', function () {
    expect(pathsOf(problemsOf(assignCores(fresh(), 5)))).to.deep.equal([
      'job.job.group.web.task.c.resources.cores',
      'job.job.group.group.task.d.resources.cores',
    ]);
  });

  it('has nothing to do for tasks that do not ask', function () {
    const allocations = allocationsOf(aJob(), () => 'one' as AllocId);
    expect([...valueOf(assignCores(allocations, 1))]).to.deep.equal([]);
  });
});
