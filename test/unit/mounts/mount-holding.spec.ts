import { expect } from 'chai';

import { filePlace, mountHolding } from '../../../src/domain/mounts/mount-holding.js';
import { aHostMount as hostMount } from '../../support/builders/a-host-mount.js';

describe('mountHolding', function () {
  const table = [hostMount('/'), hostMount('/data'), hostMount('/data/deep'), hostMount('/database')];

  const holders: readonly (readonly [string, string])[] = [
    ['/', '/'],
    ['/etc', '/'],
    ['/data', '/data'],
    ['/data/', '/data'],
    ['/data/x', '/data'],
    ['/data/deep/x', '/data/deep'],
    ['/data/deeper', '/data'],
    ['/database', '/database'],
    ['/dat', '/'],
    ['/data/../etc', '/'],
  ];
  for (const [path, mountPoint] of holders) {
    it(`finds ${path} on ${mountPoint}`, function () {
      expect(mountHolding(path, table)?.mountPoint).to.equal(mountPoint);
      expect(mountHolding(path, [...table].reverse())?.mountPoint).to.equal(mountPoint);
    });
  }

  it('takes the last of several at one place, which lies on top', function () {
    const over = [hostMount('/data', { fileSystem: 'first' }), hostMount('/data', { fileSystem: 'last' })];
    expect(mountHolding('/data/x', over)?.fileSystem).to.equal('last');
  });

  it('finds nothing where nothing is mounted', function () {
    expect(mountHolding('/etc', [hostMount('/data')])).to.equal(undefined);
  });
});

describe('filePlace', function () {
  const table = [
    hostMount('/', { device: '8:1' }),
    hostMount('/srv', { device: '8:2', root: '/volumes/srv' }),
    hostMount('/srv/ram', { device: '0:40' }),
  ];

  for (const [path, device, root] of [
    ['/', '8:1', '/'],
    ['/etc/x', '8:1', '/etc/x'],
    ['/srv', '8:2', '/volumes/srv'],
    ['/srv/a/b', '8:2', '/volumes/srv/a/b'],
    ['/srv/ram', '0:40', '/'],
    ['/srv/ram/a', '0:40', '/a'],
  ] as const)
    it(`finds ${path} at ${root} of ${device}`, function () {
      expect(filePlace(path, table)).to.deep.equal({ device, root });
    });

  it('finds nothing where nothing is mounted', function () {
    expect(filePlace('/x', [])).to.equal(undefined);
  });
});
