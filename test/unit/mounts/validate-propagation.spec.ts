import { expect } from 'chai';

import type { HostMount } from '../../../src/domain/model/host-mount.js';
import type { Mount, Propagation } from '../../../src/domain/model/mount.js';
import { mountHolding, validatePropagation } from '../../../src/domain/mounts/validate-propagation.js';
import { inOneLine } from '../../support/reading.js';

const hostMount = (mountPoint: string, over: Partial<HostMount> = {}): HostMount => ({
  mountPoint,
  fileSystem: 'ext4',
  shared: false,
  slave: false,
  readOnly: false,
  ...over,
});
const bind = (source: string, propagation: Propagation): Mount => ({
  kind: 'bind',
  source,
  target: '/x',
  readOnly: false,
  propagation,
});

describe('validatePropagation', function () {
  const kinds = {
    private: {},
    shared: { shared: true },
    slave: { slave: true },
    'shared slave': { shared: true, slave: true },
  };
  const works: Readonly<Record<Propagation, readonly string[]>> = {
    private: ['private', 'shared', 'slave', 'shared slave'],
    'host-to-task': ['shared', 'slave', 'shared slave'],
    bidirectional: ['shared', 'shared slave'],
  };
  for (const [propagation, good] of Object.entries(works) as [Propagation, readonly string[]][]) {
    for (const [kind, tags] of Object.entries(kinds)) {
      it(`says that ${propagation} ${good.includes(kind) ? 'works' : 'does nothing'} on a ${kind} mount`, function () {
        const problems = validatePropagation([bind('/srv/a', propagation)], [hostMount('/srv', tags)]);
        expect(problems.length === 0).to.equal(good.includes(kind));
      });
    }
  }

  it('names the mount, and the command that mends it', function () {
    const mounts: readonly Mount[] = [
      bind('/srv/a', 'private'),
      { kind: 'tmpfs', target: '/t', sizeBytes: 1, mode: 0 },
      bind('/srv/a', 'host-to-task'),
      bind('/var/b', 'bidirectional'),
    ];
    const table = [hostMount('/'), hostMount('/srv')];
    expect(validatePropagation(mounts, table).map(inOneLine)).to.deep.equal([
      'volume_mount[2].propagation_mode is "host-to-task", but /srv/a lies on /srv, which is not a shared or a slave mount | mount --make-rshared /srv',
      'volume_mount[3].propagation_mode is "bidirectional", but /var/b lies on /, which is not a shared mount | mount --make-rshared /',
    ]);
  });

  it('can say nothing good of a path that no mount holds', function () {
    expect(validatePropagation([bind('/srv', 'bidirectional')], []).map(inOneLine)).to.deep.equal([
      'volume_mount[0].propagation_mode is "bidirectional", but no mount of the host holds /srv',
    ]);
  });
});

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
