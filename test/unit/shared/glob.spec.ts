import { expect } from 'chai';

import { matchesAny, matchesGlob } from '../../../src/domain/shared/glob.js';

describe('matchesGlob', function () {
  const table: readonly (readonly [string, string, boolean])[] = [
    ['host', 'host', true],
    ['host', 'hosts', false],
    ['host', 'Host', false],
    ['', '', true],
    ['', 'a', false],
    ['*', '', true],
    ['*', 'anything', true],
    ['AWS_*', 'AWS_KEY', true],
    ['AWS_*', 'AWS_', true],
    ['AWS_*', 'MY_AWS_KEY', false],
    ['*_TOKEN', 'VAULT_TOKEN', true],
    ['*_TOKEN', 'VAULT_TOKEN_2', false],
    ['a*b*c', 'a-b-c', true],
    ['a*b*c', 'abc', true],
    ['a*b*c', 'acb', false],
    ['a*b*c', 'ac', false],
    ['aba*aba', 'aba', false],
    ['aba*aba', 'abaaba', true],
    ['*a*a*', 'a', false],
    ['*a*a*', 'aa', true],
    ['*ab*ab*', 'xabyabz', true],
    ['*ab*ab*', 'xaby', false],
    ['a*b*b', 'ab', false],
    ['a*a*', 'a', false],
    ['a.c', 'abc', false],
    ['a?c', 'abc', false],
    ['container:*', 'container:4f', true],
  ];
  for (const [pattern, text, matches] of table) {
    it(`says that "${pattern}" ${matches ? 'matches' : 'does not match'} "${text}"`, function () {
      expect(matchesGlob(pattern, text)).to.equal(matches);
    });
  }

  it('is done soon with what makes others try for ever', function () {
    expect(matchesGlob('*a'.repeat(30) + 'b', 'a'.repeat(10_000))).to.equal(false);
  });
});

describe('matchesAny', function () {
  it('wants one of the patterns to match', function () {
    expect(matchesAny(['x', 'h*'], 'host')).to.equal(true);
    expect(matchesAny(['x', 'y'], 'host')).to.equal(false);
    expect(matchesAny([], 'host')).to.equal(false);
  });
});
