import { posix } from 'node:path';

import { expect } from 'chai';
import fc from 'fast-check';

import { isWithin, normalise, parentOf, resolveFrom } from '../../../src/domain/shared/path.js';

const word = fc.constantFrom('a', 'b', 'data', 'database', '.', '..', '', '...');
const path = fc
  .tuple(fc.constantFrom('/', ''), fc.array(word, { maxLength: 6 }))
  .map(([root, words]) => root + words.join('/'));
const absolute = path.map((text) => `/${text}`);

/** What the platform's own library makes of it, less the trailing slash that it keeps. */
const theirs = (text: string): string => {
  const plain = posix.normalize(text);
  return plain.length > 1 && plain.endsWith('/') ? plain.slice(0, -1) : plain;
};

describe('Paths as text', function () {
  it('are normalised as the platform does it', function () {
    fc.assert(
      fc.property(path, (text) => {
        expect(normalise(text)).to.equal(theirs(text));
      }),
    );
  });

  it('are resolved as the platform does it', function () {
    fc.assert(
      fc.property(absolute, path, (base, text) => {
        expect(resolveFrom(base, text)).to.equal(posix.resolve(base, text));
      }),
    );
  });

  it('have the parent that the platform gives them', function () {
    fc.assert(
      fc.property(absolute, (text) => {
        expect(parentOf(text)).to.equal(posix.dirname(posix.resolve(text)));
      }),
    );
  });

  it('lie within another one exactly when the way there goes down only', function () {
    fc.assert(
      fc.property(absolute, absolute, (one, other) => {
        const [from, to] = [posix.resolve(one), posix.resolve(other)];
        expect(isWithin(to, from)).to.equal(!/^\.\.(\/|$)/.test(posix.relative(from, to)));
      }),
    );
  });
});
