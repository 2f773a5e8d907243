import { expect } from 'chai';
import fc from 'fast-check';

import { RandomIds } from '../../../src/adapters/system/random-ids.js';

describe('RandomIds', function () {
  const ids = new RandomIds();

  it('never gives the same id twice', function () {
    const given = Array.from({ length: 1000 }, () => [ids.alloc(), ids.attempt()]).flat();
    expect(new Set<string>(given)).to.have.property('size', 2000);
    expect(ids.alloc()).to.match(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  });

  it('gives whole seeds of 32 bits', function () {
    const seeds = Array.from({ length: 100 }, () => ids.seed());
    expect(seeds.every((seed) => Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32)).to.equal(true);
    expect(new Set(seeds).size).to.be.greaterThan(90);
  });

  it('hashes equal content equally, whatever the order of keys', function () {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (content) => {
        const turned = Object.fromEntries(Object.entries(content).reverse());
        expect(ids.specHash({ content: turned })).to.equal(ids.specHash({ content }));
      }),
    );
  });

  it('tells different content apart', function () {
    const contents = [
      { a: 1 },
      { a: '1' },
      { a: [1] },
      { b: 1 },
      { a: 1, b: 2 },
      { a: { b: 1 } },
      [1, 2],
      [2, 1],
      null,
    ];
    expect(new Set(contents.map((content) => ids.specHash(content)))).to.have.property(
      'size',
      contents.length,
    );
  });

  it('takes what is undefined for what is not there', function () {
    expect(ids.specHash({ a: 1, b: undefined })).to.equal(ids.specHash({ a: 1 }));
  });

  it('is the same on every host and in every version', function () {
    expect(ids.specHash({ b: [1, { d: null, c: 'é' }], a: true })).to.equal(
      'e743b072f3026acaf46c4b6c3757c14718c11f58222f87358f43e8877c41710a',
    );
  });
});
