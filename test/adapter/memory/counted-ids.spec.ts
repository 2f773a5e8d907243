import { expect } from 'chai';

import { CountedIds } from '../../../src/adapters/memory/counted-ids.js';

describe('CountedIds', function () {
  it('gives the same ids in every run, and each once', function () {
    const [first, second] = [new CountedIds(), new CountedIds()];
    const some = (ids: CountedIds): readonly string[] => [
      ids.alloc(),
      ids.alloc(),
      ids.attempt(),
      ids.attempt(),
    ];
    const given = some(first);
    expect(some(second)).to.deep.equal(given);
    expect(new Set(given).size).to.equal(4);
    for (const id of given) expect(id).to.match(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  });

  it('differs where names show it: in the first characters', function () {
    const ids = new CountedIds();
    const given = [ids.alloc(), ids.alloc(), ids.attempt(), ids.attempt()];
    expect(new Set(given.map((id) => id.slice(0, 8))).size).to.equal(4);
  });

  it('has one hash for equal content, whatever the order of keys', function () {
    const ids = new CountedIds();
    expect(ids.specHash({ a: 1, b: { c: [1], d: 2 } })).to.equal(ids.specHash({ b: { d: 2, c: [1] }, a: 1 }));
    expect(ids.specHash({ a: [1, 2] })).not.to.equal(ids.specHash({ a: [2, 1] }));
  });
});
