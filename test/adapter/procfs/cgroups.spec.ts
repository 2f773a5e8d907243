import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { access, mkdir, readFile, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { expect } from 'chai';

import { ProcfsCgroups } from '../../../src/adapters/procfs/procfs-cgroups.js';
import { eventually } from '../../../src/testing/eventually.js';
import { faultOf, valueOf } from '../../../src/testing/expect-result.js';
import { hostClock } from '../../support/host-clock.js';
import { mountsHere } from '../../support/mountinfo.js';
import { temporaryDirectory, type TemporaryDirectory } from '../../support/temporary-directory.js';

/** Groups of this host, in all of its hierarchies. */
class Groups {
  readonly path = `/wharf-test/${randomUUID()}`;
  readonly #children: ChildProcess[] = [];

  async directories(path = this.path): Promise<readonly string[]> {
    const mounts = await mountsHere();
    const points = mounts
      .filter(({ fileSystem }) => fileSystem.startsWith('cgroup'))
      .map(({ mountPoint }) => mountPoint + path);
    return [...new Set(points)];
  }

  async make(path = this.path): Promise<void> {
    for (const directory of await this.directories(path)) {
      await mkdir(directory, { recursive: true });
      if (directory.includes('/cpuset/')) await inheritCpus(directory);
    }
  }

  /** A process in the group that leaves children behind and hears of nothing but SIGKILL. */
  async fill(path = this.path): Promise<number> {
    const script = "read go; trap '' TERM HUP INT; sleep 1000 & sleep 1000 & wait; sleep 1000";
    const child = spawn('sh', ['-c', script], { stdio: ['pipe', 'ignore', 'ignore'] });
    this.#children.push(child);
    const pid = child.pid ?? 0;
    for (const directory of await this.directories(path))
      await writeFile(join(directory, 'cgroup.procs'), pid.toString());
    child.stdin.end('\n');
    return pid;
  }

  async dispose(cgroups: ProcfsCgroups): Promise<void> {
    await cgroups.kill(this.path);
    await cgroups.remove(this.path);
    for (const child of this.#children)
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  }
}

/** A group of the cpuset controller takes no process before it has CPUs and memory nodes. */
async function inheritCpus(directory: string): Promise<void> {
  if (!(await readFile(join(directory, 'cpuset.cpus'), 'utf8').catch(() => 'there is no such file')).trim()) {
    await inheritCpus(dirname(directory));
    for (const file of ['cpuset.cpus', 'cpuset.mems'])
      await writeFile(join(directory, file), await readFile(join(dirname(directory), file)));
  }
}

describe('ProcfsCgroups', function () {
  const cgroups = new ProcfsCgroups(hostClock);
  let groups: Groups;

  beforeEach(async function () {
    groups = new Groups();
    await groups.make();
  });
  afterEach(() => groups.dispose(cgroups));

  it('knows the version of this host', async function () {
    expect(await cgroups.mode()).to.be.oneOf(['v1', 'hybrid', 'v2']);
  });

  it('makes groups that take processes, and tells whose group a process is in', async function () {
    const path = `${groups.path}/made/below`;
    valueOf(await cgroups.create(path));
    const pid = await groups.fill(path);
    expect(valueOf(await cgroups.groupOf(pid))).to.equal(path);
    expect(valueOf(await cgroups.groupOf(2 ** 22 + 1))).to.equal(undefined);
  });

  it('finds no group of a process that ends while it is looked at', async function () {
    for (let round = 0; round < 100; round++) {
      const { pid = 0 } = spawn('true', { stdio: 'ignore' });
      while (valueOf(await cgroups.groupOf(pid)) !== undefined);
    }
  });

  it('keeps the parent that is to be kept', async function () {
    const kept = `${groups.path}/kept`;
    valueOf(await cgroups.create(`${kept}/middle/below`));
    valueOf(await cgroups.remove(`${kept}/middle/below`, kept));
    for (const directory of await groups.directories(kept)) await access(directory);
    for (const directory of await groups.directories(`${kept}/middle`))
      expect(await access(directory).catch((cause: unknown) => cause)).to.be.instanceOf(Error);
  });

  it('finds the processes of a group and of the groups below it', async function () {
    await groups.make(`${groups.path}/below`);
    const pids = [await groups.fill(), await groups.fill(`${groups.path}/below`)];
    expect(valueOf(await cgroups.processes(groups.path))).to.include.members(pids);
  });

  it('kills all of them, however they cover themselves', async function () {
    await groups.make(`${groups.path}/below`);
    await groups.fill();
    await groups.fill(`${groups.path}/below`);
    valueOf(await cgroups.kill(groups.path));
    expect(valueOf(await cgroups.processes(groups.path))).to.deep.equal([]);
  });

  it('kills what is frozen', async function () {
    await groups.fill();
    for (const directory of await groups.directories()) {
      await writeFile(join(directory, 'freezer.state'), 'FROZEN', { flag: 'r+' }).catch(() => undefined);
      await writeFile(join(directory, 'cgroup.freeze'), '1', { flag: 'r+' }).catch(() => undefined);
    }
    valueOf(await cgroups.kill(groups.path));
    expect(valueOf(await cgroups.processes(groups.path))).to.deep.equal([]);
  });

  it('leaves processes of other groups alone, also of one whose name begins alike', async function () {
    const other = `${groups.path}-other`;
    await groups.make(other);
    const stranger = await groups.fill(other);
    await groups.fill();
    valueOf(await cgroups.kill(groups.path));
    expect(valueOf(await cgroups.processes(other))).to.include(stranger);
    valueOf(await cgroups.kill(other));
    valueOf(await cgroups.remove(other));
  });

  it('removes a group from every hierarchy, the deepest first, and parents that hold nothing else', async function () {
    await groups.make(`${groups.path}/a/b`);
    valueOf(await cgroups.remove(groups.path));
    for (const directory of await groups.directories(dirname(groups.path)))
      await access(directory).then(
        () => expect.fail(`${directory} is still there`),
        () => undefined,
      );
  });

  it('makes a group in every hierarchy, and leaves one that is there', async function () {
    const path = `${groups.path}/a/b`;
    for (let times = 0; times < 2; times++) valueOf(await cgroups.create(path));
    for (const directory of await groups.directories(path)) await access(directory);
  });

  it('makes a group while others take its parents away', async function () {
    const parent = `/wharf-test-${randomUUID()}`;
    const over = new AbortController();
    const others = (async () => {
      for (let round = 0; !over.signal.aborted; round++)
        valueOf(await cgroups.remove(`${parent}/other-${round.toString()}`));
    })();
    for (let round = 0; round < 30; round++) {
      const path = `${parent}/ours`;
      valueOf(await cgroups.create(path));
      for (const directory of await groups.directories(path)) await access(directory);
      valueOf(await cgroups.remove(path));
    }
    over.abort();
    await others;
    await cgroups.remove(`${parent}/last`);
    for (const directory of await groups.directories(parent))
      expect(await access(directory).catch(() => 'gone')).to.equal('gone');
  });

  it('keeps parents that hold something else', async function () {
    const neighbour = `${groups.path}-neighbour`;
    await groups.make(neighbour);
    valueOf(await cgroups.remove(groups.path));
    for (const directory of await groups.directories(neighbour)) await access(directory);
    for (const directory of await groups.directories(neighbour)) await rmdir(directory);
  });

  it('tells what a group uses', async function () {
    await groups.fill();
    const { memoryBytes, cpuUs, pids } = valueOf(
      await eventually(async () => {
        const usage = await cgroups.usage(groups.path);
        // Of memory a group is charged only what its processes touch once they are in it.
        return usage.ok && usage.value.pids >= 3 && usage.value.memoryBytes > 0 && usage;
      }),
    );
    expect(memoryBytes).to.be.within(1, 100 * 1024 * 1024);
    expect(cpuUs).to.be.within(1, 10_000_000);
    expect(pids).to.be.within(3, 4);
  });

  it('finds no fault with a group that is not there', async function () {
    const nowhere = `/wharf-test/${randomUUID()}`;
    expect(valueOf(await cgroups.processes(nowhere))).to.deep.equal([]);
    expect(valueOf(await cgroups.oomKills(nowhere))).to.equal(0);
    valueOf(await cgroups.kill(nowhere));
    valueOf(await cgroups.remove(nowhere));
    expect(faultOf(await cgroups.usage(nowhere))).to.equal('not-found');
  });
});

describe('ProcfsCgroups on a host of version 2', function () {
  let directory: TemporaryDirectory;
  let cgroups: ProcfsCgroups;

  beforeEach(async function () {
    directory = await temporaryDirectory();
    const root = join(directory.path, 'cgroup');
    await mkdir(join(root, 'wharf', 'x', 'below'), { recursive: true });
    await mkdir(join(directory.path, 'self'));
    await writeFile(join(directory.path, 'self', 'mountinfo'), `1 2 0:1 / ${root} rw - cgroup2 cgroup2 rw\n`);
    cgroups = new ProcfsCgroups(hostClock, directory.path);
  });
  afterEach(() => directory.remove());

  const group = (): string => join(directory.path, 'cgroup', 'wharf', 'x');

  it('adds up nothing that the kernel adds up by itself', async function () {
    await writeFile(
      join(group(), 'memory.events'),
      'low 0\nhigh 0\nmax 12\noom 3\noom_kill 2\noom_group_kill 0\n',
    );
    await writeFile(join(group(), 'below', 'memory.events'), 'oom_kill 1\n');
    expect(valueOf(await cgroups.oomKills('/wharf/x'))).to.equal(2);
  });

  it('reads what a group uses, less the file pages that nobody needs', async function () {
    await writeFile(join(group(), 'memory.current'), '9000\n');
    await writeFile(join(group(), 'memory.stat'), 'anon 5000\nfile 4000\ninactive_file 3000\n');
    await writeFile(join(group(), 'cpu.stat'), 'usage_usec 4711\nuser_usec 4000\n');
    await writeFile(join(group(), 'pids.current'), '7\n');
    expect(valueOf(await cgroups.usage('/wharf/x'))).to.deep.equal({
      memoryBytes: 6000,
      cpuUs: 4711,
      pids: 7,
    });
    expect(await cgroups.mode()).to.equal('v2');
  });

  it('kills by writing one word', async function () {
    await writeFile(join(group(), 'cgroup.kill'), '');
    await writeFile(join(group(), 'cgroup.procs'), '');
    valueOf(await cgroups.kill('/wharf/x'));
    expect(await readFile(join(group(), 'cgroup.kill'), 'utf8')).to.equal('1');
  });
});
