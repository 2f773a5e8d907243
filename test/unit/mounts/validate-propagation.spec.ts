import { expect } from 'chai';

import type { BindMount, Propagation } from '../../../src/domain/model/mount.js';
import {
  type AskedBind,
  type MountScene,
  validatePropagation,
} from '../../../src/domain/mounts/validate-propagation.js';
import { aHostMount as hostMount } from '../../support/builders/a-host-mount.js';
import { inOneLine } from '../../support/reading.js';

const asked = (source: string, propagation: Propagation, over: Partial<AskedBind> = {}): AskedBind => {
  const bind: BindMount = { kind: 'bind', source, target: '/x', readOnly: false, propagation };
  return { bind, path: 'volume_mount[0].propagation_mode', leadsTo: source, ...over };
};
const judged = (one: AskedBind, scene: Partial<MountScene> = {}): readonly string[] =>
  validatePropagation([one], { host: [], engine: undefined, ...scene }).map(inOneLine);

describe('validatePropagation', function () {
  const kinds = {
    private: {},
    shared: { peerGroup: 1 },
    slave: { master: 2 },
    'shared slave': { peerGroup: 1, master: 2 },
  };
  const works: Readonly<Record<Propagation, readonly string[]>> = {
    private: ['private', 'shared', 'slave', 'shared slave'],
    'host-to-task': ['shared', 'slave', 'shared slave'],
    bidirectional: ['shared', 'shared slave'],
  };
  for (const [propagation, good] of Object.entries(works) as [Propagation, readonly string[]][])
    for (const [kind, tags] of Object.entries(kinds))
      it(`says that ${propagation} ${good.includes(kind) ? 'works' : 'does nothing'} on a ${kind} mount`, function () {
        const problems = judged(asked('/srv/a', propagation), { host: [hostMount('/srv', tags)] });
        expect(problems.length === 0).to.equal(good.includes(kind));
      });

  it('names the mount, what it is, and the command that mends it', function () {
    const host = [hostMount('/'), hostMount('/srv'), hostMount('/mnt', { master: 3 })];
    expect(judged(asked('/srv/a', 'host-to-task'), { host })).to.deep.equal([
      'volume_mount[0].propagation_mode is "host-to-task", but /srv/a lies on /srv, which is private and not a shared or a slave mount | mount --make-rshared /srv',
    ]);
    expect(judged(asked('/mnt/a', 'bidirectional'), { host })).to.deep.equal([
      'volume_mount[0].propagation_mode is "bidirectional", but /mnt/a lies on /mnt, which is a slave and not a shared mount | mount --make-rshared /mnt',
    ]);
  });

  it('leaves the root of the host as it is', function () {
    expect(judged(asked('/var/b', 'bidirectional'), { host: [hostMount('/')] })).to.deep.equal([
      'volume_mount[0].propagation_mode is "bidirectional", but /var/b lies on /, which is private and not a shared mount | mount --rbind /var/b /var/b && mount --make-rshared /var/b',
    ]);
    expect(judged(asked('/', 'bidirectional'), { host: [hostMount('/')] })[0]).to.match(/make-rshared \/$/);
  });

  it('judges where a link leads to', function () {
    const host = [hostMount('/'), hostMount('/disk', { peerGroup: 4 })];
    expect(judged(asked('/srv', 'bidirectional', { leadsTo: '/disk/srv' }), { host })).to.deep.equal([]);
    expect(judged(asked('/disk/srv', 'bidirectional', { leadsTo: '/srv' }), { host })).to.have.length(1);
  });

  it('can say nothing good of a path that no mount holds', function () {
    expect(judged(asked('/srv', 'bidirectional'))).to.deep.equal([
      'volume_mount[0].propagation_mode is "bidirectional", but no mount of the host holds /srv',
    ]);
  });

  describe('of an engine', function () {
    const host = [hostMount('/'), hostMount('/srv', { peerGroup: 5 })];
    const engine = (
      mounts: MountScene['host'] | undefined,
      root = '/var/lib/docker',
    ): Partial<MountScene> => ({
      host,
      engine: { root, mounts },
    });

    for (const source of ['/', '/var', '/var/lib/docker', '/var/lib/docker/x', '/var/lib/docker-more'])
      it(`knows that it takes ${source} only as one that receives mounts`, function () {
        const [problem] = judged(asked(source, 'private'), engine(undefined));
        expect(problem).to.include('/var/lib/docker').and.include('rslave');
      });

    it('takes anything else as private', function () {
      expect(judged(asked('/srv', 'private'), engine(undefined))).to.deep.equal([]);
      expect(judged(asked('/var/lib', 'private'), { host, engine: { root: undefined, mounts: undefined } }))
        .to.be.empty;
    });

    it('looks at its mounts where it has some of its own', function () {
      const [problem] = judged(asked('/srv', 'bidirectional'), engine([hostMount('/')]));
      expect(problem).to.include('lies on /,').and.include('MountFlags');
    });

    for (const [propagation, tags, isGood] of [
      ['bidirectional', { peerGroup: 5 }, true],
      ['bidirectional', { peerGroup: 6, master: 5 }, false],
      ['bidirectional', { peerGroup: 6 }, false],
      ['host-to-task', { peerGroup: 5 }, true],
      ['host-to-task', { master: 5 }, true],
      ['host-to-task', { peerGroup: 6, master: 5 }, true],
      ['host-to-task', { peerGroup: 6 }, false],
      ['host-to-task', { master: 6 }, false],
    ] as const)
      it(`${isGood ? 'takes' : 'refuses'} ${propagation} when its own is ${JSON.stringify(tags)}`, function () {
        const found = judged(asked('/srv', propagation), engine([hostMount('/srv', tags)]));
        expect(found.length === 0).to.equal(isGood);
      });
  });
});
