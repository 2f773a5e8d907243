import { expect } from 'chai';

import { ManualClock } from '../../../src/adapters/memory/manual-clock.js';
import { MemoryMountTable } from '../../../src/adapters/memory/memory-mount-table.js';
import { MemoryTaskStore } from '../../../src/adapters/memory/memory-task-store.js';
import { LeftMounts } from '../../../src/app/services/left-mounts.js';
import { fault } from '../../../src/domain/faults/runtime-fault.js';
import type { Attempt } from '../../../src/domain/model/handle.js';
import type { HostMount } from '../../../src/domain/model/host-mount.js';
import { volumeBefore } from '../../../src/domain/mounts/left-mounts.js';
import type { Answer } from '../../../src/domain/ports/runtime.js';
import type { Unmounter } from '../../../src/domain/ports/unmounter.js';
import { done, err } from '../../../src/domain/shared/result.js';
import { anAttempt } from '../../../src/testing/builders/a-handle.js';
import { valueOf } from '../../../src/testing/expect-result.js';
import { aHostMount } from '../../support/builders/a-host-mount.js';

const old = [aHostMount('/srv'), aHostMount('/srv/old', { device: '0:1' })];
const volumes = [volumeBefore('/srv', old, 'boot')];

/** A host on which mounts can be taken away; those that are in use only lazily. */
class Host implements Unmounter {
  readonly table: HostMount[];
  readonly asked: string[] = [];
  readonly busy: string;

  constructor(busy = '') {
    this.busy = busy;
    this.table = [...old, aHostMount('/srv/a', { device: '0:2' }), aHostMount('/srv/a/b', { device: '0:3' })];
  }

  unmount(mountPoint: string, how: 'at-once' | 'lazily'): Answer<undefined> {
    this.asked.push(`${how} ${mountPoint}`);
    if (mountPoint === this.busy && how === 'at-once')
      return Promise.resolve(err(fault('conflict', 'it is busy')));
    const index = this.table.findLastIndex((mount) => mount.mountPoint === mountPoint);
    if (index >= 0) this.table.splice(index, 1);
    return Promise.resolve(done);
  }
}

describe('LeftMounts', function () {
  const after = async (
    host: Host,
    {
      others = [],
      reports = false,
      bootId = 'boot',
    }: {
      readonly others?: readonly Attempt[];
      readonly reports?: boolean;
      readonly bootId?: string;
    } = {},
  ): Promise<string | undefined> => {
    const store = new MemoryTaskStore();
    const clock = new ManualClock();
    const own = anAttempt({ volumes });
    for (const attempt of [own, ...others]) valueOf(await store.intend(attempt));
    const left = new LeftMounts({
      mounts: new MemoryMountTable(host.table),
      unmounter: reports ? undefined : host,
      store,
      clock,
      host: { bootId },
    });
    return clock.runUntil(left.after(own));
  };

  it('unmounts what came, the deepest first, and names it', async function () {
    const host = new Host();
    expect(await after(host)).to.equal('left mounts in its volumes, which were unmounted: /srv/a/b, /srv/a');
    expect(host.asked).to.deep.equal(['at-once /srv/a/b', 'at-once /srv/a']);
    expect(host.table).to.deep.equal(old);
  });

  it('is silent when nothing came', async function () {
    const host = new Host();
    host.table.splice(2);
    expect(await after(host)).to.equal(undefined);
    expect(host.asked).to.deep.equal([]);
  });

  it('takes off lazily what stays in use', async function () {
    const host = new Host('/srv/a/b');
    expect(await after(host)).to.include('which were unmounted: /srv/a/b, /srv/a');
    expect(host.asked).to.include('lazily /srv/a/b').and.not.include('lazily /srv/a');
  });

  it('leaves what another task may have mounted, and tells of it', async function () {
    const host = new Host();
    const others = [anAttempt({ task: 'neighbour', volumes: [volumeBefore('/srv/a', old, 'boot')] })];
    expect(await after(host, { others }))
      .to.include('/srv/a/b, /srv/a')
      .and.include('task "neighbour"');
    expect(host.asked).to.deep.equal([]);
  });

  it('asks nothing of tasks with other volumes', async function () {
    const host = new Host();
    const others = [anAttempt({ volumes: [volumeBefore('/mnt', old, 'boot')] }), anAttempt()];
    expect(await after(host, { others })).to.include('unmounted');
  });

  it('leaves what was mounted after the host was booted again, when devices have other numbers', async function () {
    const host = new Host();
    expect(await after(host, { bootId: 'the next boot' })).to.equal(undefined);
    expect(host.asked).to.deep.equal([]);
  });

  it('only tells where it may not unmount', async function () {
    const host = new Host();
    expect(await after(host, { reports: true })).to.equal(
      'left mounts in its volumes (/srv/a/b, /srv/a): they stay',
    );
    expect(host.table).to.have.length(4);
  });
});
