import { expect } from 'chai';

import { distance, suggest } from '../../../src/domain/shape/suggest.js';

describe('distance', function () {
  const table: readonly (readonly [string, string, number])[] = [
    ['', '', 0],
    ['a', '', 1],
    ['', 'abc', 3],
    ['image', 'image', 0],
    ['imagee', 'image', 1],
    ['imge', 'image', 1],
    ['imaje', 'image', 1],
    ['iamge', 'image', 1],
    ['egami', 'image', 4],
    ['kitten', 'sitting', 3],
    ['ab', 'ba', 1],
    ['ca', 'abc', 3],
    ['abcd', 'badc', 2],
    ['flaw', 'lawn', 2],
  ];
  for (const [from, to, edits] of table) {
    it(`is ${edits.toString()} between "${from}" and "${to}"`, function () {
      expect(distance(from, to)).to.equal(edits);
    });
  }
});

describe('suggest', function () {
  const known = ['image', 'command', 'args', 'privileged'];

  it('gives the nearest of those that are near', function () {
    expect(suggest('imagee', known)).to.equal('image');
    expect(suggest('comand', known)).to.equal('command');
    expect(suggest('arg', known)).to.equal('args');
    expect(suggest('privilaged', known)).to.equal('privileged');
    expect(suggest('ab', ['abcd', 'abc', 'abx'])).to.equal('abc');
  });

  it('gives none when nothing is near', function () {
    expect(suggest('colour', known)).to.equal(undefined);
    expect(suggest('a', known)).to.equal(undefined);
    expect(suggest('image', [])).to.equal(undefined);
  });

  it('wants longer words to be nearly right, and short ones to be off by one at most', function () {
    expect(suggest('ab', ['xy'])).to.equal(undefined);
    expect(suggest('ab', ['ax'])).to.equal('ax');
    expect(suggest('abcdef', ['abcdxy'])).to.equal('abcdxy');
    expect(suggest('abcde', ['abcxy'])).to.equal(undefined);
  });
});
