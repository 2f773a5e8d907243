import { expect } from 'chai';

import { MemoryAllocDirectories } from '../../../src/adapters/memory/memory-alloc-directories.js';
import { ManualClock } from '../../../src/adapters/memory/manual-clock.js';
import { MemoryHost } from '../../../src/adapters/memory/memory-host.js';
import { MemoryNetworks } from '../../../src/adapters/memory/memory-networks.js';
import type { PublishedPort } from '../../../src/domain/model/container-spec.js';
import { MemoryHostPorts } from '../../../src/adapters/memory/memory-host-ports.js';
import type { Place } from '../../../src/app/services/berth.js';
import { Berths } from '../../../src/app/services/berths.js';
import { fault } from '../../../src/domain/faults/runtime-fault.js';
import { allocationsOf } from '../../../src/domain/model/allocation.js';
import type { AllocId } from '../../../src/domain/model/ids.js';
import type { TaskGroup } from '../../../src/domain/model/job.js';
import type { Answer } from '../../../src/domain/ports/runtime.js';
import { err, ok } from '../../../src/domain/shared/result.js';
import { aGroup, aJob, aTask } from '../../../src/testing/builders/a-job.js';
import { aHost } from '../../../src/testing/builders/a-task-request.js';
import { valueOf } from '../../../src/testing/expect-result.js';

/** Directories that can be made and not removed. */
class LastingDirectories extends MemoryAllocDirectories {
  override remove(): Answer<undefined> {
    return Promise.resolve(err(fault('conflict', 'a mount is in use', { remedy: 'end what uses it' })));
  }
}

const groupOf = (...tasks: readonly string[]): TaskGroup =>
  aGroup({ tasks: tasks.map((name) => aTask({ name })) });

function placesOf(...groups: readonly TaskGroup[]): readonly Place[] {
  let last = 0;
  const job = aJob({ groups: groups.map((group, index) => ({ ...group, name: `g${index.toString()}` })) });
  return allocationsOf(job, () => `a${(last++).toString()}` as AllocId).map((allocation) => ({
    allocation,
    host: aHost(),
    cpusets: {},
    locate: undefined,
  }));
}

const noNetworks = (): MemoryNetworks => new MemoryNetworks(new MemoryHost(new ManualClock()));

describe('berths for allocations', function () {
  it('have directories and ports of their own', async function () {
    const ports = new MemoryHostPorts();
    const directories = new MemoryAllocDirectories('/root');
    const network = {
      mode: 'host' as const,
      ports: [{ label: 'p', static: undefined, to: undefined }],
      dns: undefined,
    };
    const places = placesOf(aGroup({ count: 2, network }), groupOf('other'));
    const berths = valueOf(await new Berths({ directories, ports, networks: noNetworks() }).prepare(places));
    expect(berths.map((berth) => [berth.directories.root, berth.ports])).to.deep.equal([
      ['/root/a0', { p: 20_000 }],
      ['/root/a1', { p: 20_001 }],
      ['/root/a2', {}],
    ]);
    expect(berths[2]).to.include({ allocation: places[2]?.allocation, host: places[2]?.host });
  });

  it('have no port that a network of a group leads elsewhere', async function () {
    const published = (): Answer<readonly PublishedPort[]> =>
      Promise.resolve(ok([{ hostIp: '', hostPort: 20_000, taskPort: 80 }]));
    const network = {
      mode: 'bridge' as const,
      ports: [{ label: 'p', static: undefined, to: undefined }],
      dns: undefined,
    };
    const parts = { directories: new MemoryAllocDirectories('/root'), ports: new MemoryHostPorts() };
    const berths = new Berths({ ...parts, networks: { published } });
    const [berth] = valueOf(await berths.prepare(placesOf(aGroup({ network }))));
    expect(berth?.ports).to.deep.equal({ p: 20_001 });
  });

  it('are all taken back when one of them can not be made', async function () {
    const directories = new MemoryAllocDirectories('/root');
    const berths = new Berths({ directories, ports: new MemoryHostPorts(), networks: noNetworks() });
    const prepared = await berths.prepare(placesOf(groupOf('fine'), groupOf('alloc')));
    expect(prepared).to.have.nested.property('error.length', 1);
    expect(prepared).to.have.nested.property('error[0].message').that.includes('"alloc"');
    expect(directories.paths).to.deep.equal([]);
  });

  it('tell what can not be taken back, and nothing twice', async function () {
    const berths = new Berths({
      directories: new LastingDirectories(),
      ports: new MemoryHostPorts(),
      networks: noNetworks(),
    });
    const prepared = await berths.prepare(placesOf(groupOf('alloc'), groupOf('fine'), groupOf('alloc')));
    expect(prepared)
      .to.have.property('error')
      .that.deep.equals([
        { message: '"alloc" names no directory', remedy: undefined },
        { message: 'a mount is in use', remedy: 'end what uses it' },
      ]);
  });
});
