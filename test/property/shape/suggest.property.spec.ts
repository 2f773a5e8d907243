import { expect } from 'chai';
import fc from 'fast-check';

import { distance, suggest } from '../../../src/domain/shape/suggest.js';

const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 7 });

/** By the definition, on every way to cut both words: slow, and with nothing in common with the table. */
function byDefinition(from: string, to: string): number {
  if (from === '' || to === '') return from.length + to.length;
  const [a, b] = [from.slice(0, -1), to.slice(0, -1)];
  const same = from.at(-1) === to.at(-1);
  const swapped = from.length > 1 && to.length > 1 && from.at(-1) === to.at(-2) && from.at(-2) === to.at(-1);
  return Math.min(
    byDefinition(a, to) + 1,
    byDefinition(from, b) + 1,
    byDefinition(a, b) + (same ? 0 : 1),
    swapped ? byDefinition(from.slice(0, -2), to.slice(0, -2)) + 1 : Infinity,
  );
}

describe('The distance between two words', function () {
  it('is what its definition says', function () {
    const short = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 5 });
    fc.assert(
      fc.property(short, short, (from, to) => {
        expect(distance(from, to)).to.equal(byDefinition(from, to));
      }),
    );
  });

  it('is the same both ways', function () {
    fc.assert(
      fc.property(fc.string(), fc.string(), (from, to) => {
        expect(distance(from, to)).to.equal(distance(to, from));
      }),
    );
  });

  it('is 0 for equal words alone, and never more than the longer word', function () {
    fc.assert(
      fc.property(word, word, (from, to) => {
        expect(distance(from, to) === 0).to.equal(from === to);
        expect(distance(from, to)).to.be.at.most(Math.max(from.length, to.length));
      }),
    );
  });
});

describe('A suggestion', function () {
  it('is one of the candidates, and none of them is nearer', function () {
    fc.assert(
      fc.property(word, fc.array(word), (wrong, candidates) => {
        const found = suggest(wrong, candidates);
        if (found === undefined) return;
        expect(candidates).to.include(found);
        for (const candidate of candidates)
          expect(distance(wrong, candidate)).to.be.at.least(distance(wrong, found));
      }),
    );
  });

  it('is the word itself when it is among them', function () {
    fc.assert(
      fc.property(word, fc.array(word), (right, others) => {
        expect(suggest(right, [...others, right])).to.equal(right);
      }),
    );
  });
});
