import { expect } from 'chai';
import { interleave, median } from '../../../bench/statistics.js';

describe('statistics', () => {
  it('take the middle value, whatever the order', () => {
    expect(median([9, 1, 5])).to.equal(5);
  });

  it('take the mean of the two middle values of an even number', () => {
    expect(median([8, 1, 4, 2])).to.equal(3);
  });

  it('run all measures in every round, not always in the same order', async () => {
    const order: string[] = [];
    const measure = (name: string) => () => Promise.resolve(order.push(name));
    const seen = await interleave(2, { a: measure('a'), b: measure('b') });
    expect(order).to.deep.equal(['a', 'b', 'b', 'a']);
    expect(seen).to.deep.equal({ a: [1, 4], b: [2, 3] });
  });
});
