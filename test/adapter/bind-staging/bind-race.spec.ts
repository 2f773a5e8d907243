import { lstat, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { expect } from 'chai';

import { HostBindStaging } from '../../../src/adapters/bind-staging/host-bind-staging.js';
import { ProcfsMountTable } from '../../../src/adapters/procfs/procfs-mount-table.js';
import type { KeptBind } from '../../../src/domain/model/mount.js';
import { faultOf, valueOf } from '../../../src/testing/expect-result.js';
import { raceBinds, racePaths } from '../../support/binds/bind-race.js';
import { mountsHere } from '../../support/mountinfo.js';
import { type TemporaryDirectory, temporaryDirectory } from '../../support/temporary-directory.js';

describe('a bind whose source is renamed all the time', function () {
  this.timeout(60_000);

  it('never leads out of where it is kept to', async function () {
    const { staged, refused, escapes } = await raceBinds(500);
    expect(escapes).to.equal(0);
    expect(staged).to.be.greaterThan(0);
    expect(refused).to.be.greaterThan(0);
  });

  it('would lead out if it were looked at by its path, and used then', async function () {
    let escapes = 0;
    for (let rounds = 0; escapes === 0 && rounds < 20; rounds += 1) ({ escapes } = await racePaths(2000));
    expect(escapes).to.be.greaterThan(0);
  });
});

describe('an area of staged binds', function () {
  let directory: TemporaryDirectory;
  let within: string;
  let area: string;
  const staging = new HostBindStaging(new ProcfsMountTable());

  beforeEach(async function () {
    directory = await temporaryDirectory();
    within = join(directory.path, 'alloc');
    area = join(directory.path, 'run', 'wharf-area');
    await mkdir(join(within, 'data'), { recursive: true });
  });

  afterEach(async function () {
    valueOf(await staging.clear(area));
    await directory.remove();
  });

  const aBind = (name: string): KeptBind => ({
    kind: 'bind',
    source: join(within, name),
    target: '/data',
    readOnly: false,
    propagation: 'private',
    within,
  });

  it('can be entered by root alone, and shows in no other mount namespace', async function () {
    valueOf(await staging.stage(area, [aBind('data')]));
    const { mode, uid } = await lstat(area);
    expect([mode & 0o777, uid]).to.deep.equal([0o700, 0]);
    const table = valueOf(await new ProcfsMountTable().list());
    const own = table.filter(({ mountPoint }) => mountPoint.startsWith(area));
    expect(own.map(({ peerGroup, master }) => peerGroup ?? master)).to.deep.equal([undefined, undefined]);
  });

  it('leaves no trace, and no descriptor, after a refusal', async function () {
    const before = (await readdir('/proc/self/fd')).length;
    for (let times = 0; times < 20; times += 1)
      expect(faultOf(await staging.stage(area, [aBind('data'), aBind('nowhere')]))).to.equal('not-found');
    expect((await readdir('/proc/self/fd')).length).to.equal(before);
    expect((await mountsHere()).filter(({ mountPoint }) => mountPoint.startsWith(area))).to.deep.equal([]);
    expect(await readdir(directory.path)).to.deep.equal(['alloc']);
  });
});
