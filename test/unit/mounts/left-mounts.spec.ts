import { expect } from 'chai';

import { leftMounts, meet, volumeBefore } from '../../../src/domain/mounts/left-mounts.js';
import { aHostMount } from '../../support/builders/a-host-mount.js';

const host = [
  aHostMount('/'),
  aHostMount('/srv', { device: '8:2' }),
  aHostMount('/srv/old', { device: '0:1' }),
];
const before = volumeBefore('/srv', host, 'boot');

describe('leftMounts', function () {
  it('are none when all that is there was there before', function () {
    expect(leftMounts(before, host)).to.deep.equal([]);
    expect(leftMounts(before, host.slice(0, 2))).to.deep.equal([]);
  });

  it('are those in the volume that came, each before what it lies on', function () {
    const now = [
      ...host,
      aHostMount('/srv/a', { device: '0:2' }),
      aHostMount('/srv/a/b', { device: '0:3' }),
      aHostMount('/srv', { device: '0:4' }),
      aHostMount('/srvx', { device: '0:5' }),
      aHostMount('/other', { device: '0:6' }),
    ];
    expect(leftMounts(before, now)).to.deep.equal(['/srv', '/srv/a/b', '/srv/a']);
  });

  it('tell another mount at one place from what was there', function () {
    expect(leftMounts(before, [...host, aHostMount('/srv/old', { device: '0:9' })])).to.deep.equal([
      '/srv/old',
    ]);
  });

  it('count: the same mounted twice is one more', function () {
    expect(leftMounts(before, [...host, aHostMount('/srv/old', { device: '0:1' })])).to.deep.equal([
      '/srv/old',
    ]);
  });
});

describe('meet', function () {
  const wordsOf = (volumes: readonly { readonly path: string }[]): string =>
    volumes.map(({ path }) => path).join(', ') || 'none';
  const at = (...paths: readonly string[]) => paths.map((path) => volumeBefore(path, [], 'boot'));
  for (const [one, other, isSo] of [
    [at('/a'), at('/a'), true],
    [at('/a'), at('/b', '/a/b'), true],
    [at('/a/b'), at('/a'), true],
    [at('/a'), at('/ab'), false],
    [at('/a'), at(), false],
  ] as const)
    it(`tells whether ${wordsOf(one)} and ${wordsOf(other)} do`, function () {
      expect(meet(one, other)).to.equal(isSo);
    });
});
