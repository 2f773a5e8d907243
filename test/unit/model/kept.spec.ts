import { expect } from 'chai';

import { keptOf, type Unreadable } from '../../../src/domain/model/kept.js';
import { err, ok } from '../../../src/domain/shared/result.js';
import { anAllocId, anAttemptToken } from '../../../src/testing/builders/an-identity.js';

describe('keptOf', function () {
  it('tells what can be read from what can not, each in its order', function () {
    const [first, second] = [1, 2].map((n): Unreadable => ({
      alloc: anAllocId(),
      task: 'web',
      attempt: anAttemptToken(),
      why: `is ${n.toString()}`,
    }));
    if (first === undefined || second === undefined) throw new Error('there are two');
    expect(keptOf([ok('a'), err(first), ok('b'), err(second)])).to.deep.equal({
      readable: ['a', 'b'],
      unreadable: [first, second],
    });
  });
});
