import { expect } from 'chai';

import { allocationsOf, allocName } from '../../../src/domain/model/allocation.js';
import { type AllocId, shortId } from '../../../src/domain/model/ids.js';
import { aGroup, aJob, anAllocation } from '../../../src/testing/builders/a-job.js';

describe('Allocations', function () {
  it('are as many as the groups count, each with an id of its own', function () {
    const job = aJob({
      groups: [aGroup({ name: 'web', count: 2 }), aGroup({ name: 'db', count: 0 }), aGroup()],
    });
    const ids = ['a', 'b', 'c'] as AllocId[];
    const made = allocationsOf(job, () => ids.shift() ?? ('' as AllocId));
    expect(made.map(({ id, index, group }) => [id, index, group.name])).to.deep.equal([
      ['a', 0, 'web'],
      ['b', 1, 'web'],
      ['c', 0, 'group'],
    ]);
    expect(made.every((allocation) => allocation.job === job)).to.equal(true);
  });

  it('are named by job, group and index', function () {
    expect(allocName(anAllocation({ job: aJob({ name: 'shop' }), index: 3 }))).to.equal('shop.group[3]');
  });

  it('have a short id for people', function () {
    expect(shortId('4f0c8a31-1111-2222-3333-444455556666' as AllocId)).to.equal('4f0c8a31');
  });
});
