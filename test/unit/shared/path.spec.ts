import { expect } from 'chai';

import {
  isAbsolute,
  isWithin,
  normalise,
  parentOf,
  resolveFrom,
  staysBelow,
} from '../../../src/domain/shared/path.js';

describe('normalise', function () {
  const table: readonly (readonly [string, string])[] = [
    ['', '.'],
    ['.', '.'],
    ['..', '..'],
    ['/', '/'],
    ['//', '/'],
    ['/..', '/'],
    ['/../a', '/a'],
    ['/a/', '/a'],
    ['/a//b/./c', '/a/b/c'],
    ['/a/b/../c', '/a/c'],
    ['/a/../../b', '/b'],
    ['a/..', '.'],
    ['a/../..', '..'],
    ['../../a', '../../a'],
    ['../a/../..', '../..'],
    ['./a', 'a'],
    ['a/...', 'a/...'],
  ];
  for (const [path, plain] of table) {
    it(`makes "${plain}" of "${path}"`, function () {
      expect(normalise(path)).to.equal(plain);
    });
  }
});

describe('isAbsolute', function () {
  it('looks at the first character', function () {
    expect(isAbsolute('/a')).to.equal(true);
    expect(isAbsolute('a/')).to.equal(false);
    expect(isAbsolute('')).to.equal(false);
  });
});

describe('resolveFrom', function () {
  it('begins relative paths at the base, and leaves absolute ones alone', function () {
    expect(resolveFrom('/base', 'a/./b')).to.equal('/base/a/b');
    expect(resolveFrom('/base/x', '../y')).to.equal('/base/y');
    expect(resolveFrom('/base', '/etc/../tmp')).to.equal('/tmp');
  });
});

describe('parentOf', function () {
  it('is the directory that holds a path', function () {
    expect(parentOf('/a/b')).to.equal('/a');
    expect(parentOf('/a')).to.equal('/');
    expect(parentOf('/')).to.equal('/');
  });
});

describe('isWithin', function () {
  const table: readonly (readonly [string, string, boolean])[] = [
    ['/data', '/data', true],
    ['/data/x', '/data', true],
    ['/database', '/data', false],
    ['/', '/data', false],
    ['/data', '/', true],
    ['/', '/', true],
    ['data', '/', false],
  ];
  for (const [path, ancestor, within] of table) {
    it(`says that ${path} is ${within ? '' : 'not '}within ${ancestor}`, function () {
      expect(isWithin(path, ancestor)).to.equal(within);
    });
  }
});

describe('staysBelow', function () {
  const table: readonly (readonly [string, boolean])[] = [
    ['local/a', true],
    ['a', true],
    ['a/../b', true],
    ['...', true],
    ['..a', true],
    ['', false],
    ['.', false],
    ['a/..', false],
    ['..', false],
    ['../a', false],
    ['a/../../b', false],
    ['/a', false],
  ];
  for (const [path, below] of table) {
    it(`says that "${path}" ${below ? 'stays below' : 'does not stay below'} its start`, function () {
      expect(staysBelow(path)).to.equal(below);
    });
  }
});
