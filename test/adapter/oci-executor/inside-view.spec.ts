import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect } from 'chai';

import type { Mount } from '../../../src/domain/model/mount.js';
import { someLimits } from '../../../src/testing/builders/some-limits.js';
import { TaskRunner } from '../../support/oci/task-runner.js';

describe('an isolated task', function () {
  this.timeout(30_000);
  let tasks: TaskRunner;

  before(async function () {
    tasks = await TaskRunner.open();
  });
  after(() => tasks.close());

  const lines = async (
    script: string,
    over: Parameters<TaskRunner['run']>[1] = {},
  ): Promise<readonly string[]> => {
    const { stdout, stderr } = await tasks.run(script, over);
    expect(stderr).to.equal('');
    return stdout.trimEnd().split('\n');
  };

  it('is pid 1 among its own processes', async function () {
    const seen = await lines('echo $$; cat /proc/1/comm; ls -d /proc/[0-9]*');
    expect(seen[0]).to.equal('1');
    expect(seen[1]).to.equal('sh');
    expect(seen.slice(2).length).to.be.within(1, 3);
  });

  it('is nobody, in the group of nobody and in no other', async function () {
    const seen = await lines(
      'id -u; id -un; id -G; grep -E "^(Uid|Gid|Groups):" /proc/self/status; echo $HOME $USER',
    );
    expect(seen).to.deep.equal([
      ...['65534', 'nobody', '65534'],
      ...['Uid:\t65534\t65534\t65534\t65534', 'Gid:\t65534\t65534\t65534\t65534', 'Groups:\t '],
      '/nonexistent nobody',
    ]);
  });

  it('has no new privileges, a seccomp filter and no capabilities', async function () {
    const seen = await lines('grep -E "^(NoNewPrivs|Seccomp|Cap...):" /proc/self/status');
    expect(seen).to.have.members([
      ...['NoNewPrivs:\t1', 'Seccomp:\t2'],
      ...['CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'CapAmb'].map((set) => `${set}:\t0000000000000000`),
    ]);
  });

  it('has the capabilities that it was given, as root as well', async function () {
    const isolation = {
      kind: 'isolated',
      pid: 'private',
      ipc: 'private',
      capabilities: ['CAP_CHOWN', 'CAP_NET_BIND_SERVICE'],
    } as const;
    for (const user of ['root', 'nobody']) {
      const seen = await lines('grep -E "^Cap(Prm|Eff|Bnd):" /proc/self/status', { user, isolation });
      expect(seen.map((line) => line.split('\t')[1])).to.deep.equal(Array(3).fill('0000000000000401'));
    }
  });

  it('can not make namespaces, mount or load anything', async function () {
    const { stdout } = await tasks.run(
      'for c in "unshare -U true" "unshare -m true" "mount -t tmpfs x /tmp"; do $c 2>/dev/null && echo "$c worked"; done; echo done',
      { user: 'root' },
    );
    expect(stdout).to.equal('done\n');
  });

  it('sees the files of the host and can write to none, not even as root', async function () {
    const { stdout, stderr } = await tasks.run(
      'head -1 /etc/passwd; for f in /x /etc/x /usr/x /bin/x; do touch $f; done; true',
      { user: 'root' },
    );
    expect(stdout).to.match(/^root:x:0:0/);
    expect(stderr.match(/Read-only file system/g)).to.have.length(4);
  });

  it('has links where the host has them', async function () {
    const [seen] = await lines('ls -d /bin/sh && [ -L /bin ] && readlink /bin || true');
    expect(seen).to.equal('/bin/sh');
  });

  it('sees nothing of the host but those directories', async function () {
    const seen = await lines('ls -A /');
    const possible = [
      'bin',
      'dev',
      'etc',
      'lib',
      'lib32',
      'lib64',
      'libx32',
      'nix',
      'gnu',
      'proc',
      'run',
      'sbin',
    ];
    expect([...possible, 'sys', 'tmp', 'usr']).to.include.members([...seen]);
    expect(seen).not.to.include.oneOf(['root', 'home', 'var', 'work']);
  });

  it('has the usual devices and no others', async function () {
    const seen = await lines(
      'ls /dev; [ -c /dev/null ] && echo x > /dev/null; head -c1 /dev/zero | wc -c; ls /dev/pts',
    );
    expect(seen).to.include.members([
      'full',
      'null',
      'random',
      'urandom',
      'zero',
      'tty',
      'ptmx',
      'shm',
      'mqueue',
      '1',
    ]);
    expect(seen).not.to.include.oneOf(['kmsg', 'mem', 'vda', 'sda', 'fuse', 'kvm']);
  });

  it('finds what tells of the host masked, and what changes it read-only', async function () {
    const { stdout, stderr } = await tasks.run(
      'wc -c < /proc/interrupts; ls /sys/firmware | wc -l; echo x > /proc/sys/kernel/hostname; echo x > /sys/x; true',
      { user: 'root' },
    );
    expect(stdout.trim().split('\n')).to.deep.equal(['0', '0']);
    expect(stderr.match(/Read-only file system|Permission denied/g)).to.have.length(2);
  });

  it('writes where its mounts let it, and nowhere else', async function () {
    const make = async (name: string, readOnly = false): Promise<Mount> => {
      const source = join(tasks.directory, name);
      await mkdir(source, { recursive: true, mode: 0o777 });
      await writeFile(join(source, 'given'), name);
      return { kind: 'bind', source, target: `/${name}`, readOnly, propagation: 'private' };
    };
    const mounts = [
      await make('alloc'),
      await make('alloc/logs', true),
      await make('local'),
      await make('secrets'),
      { kind: 'tmpfs', target: '/scratch', sizeBytes: 65536, mode: 0o1777 } as const,
    ];
    const { stdout, stderr } = await tasks.run(
      'for d in alloc local secrets scratch tmp; do echo mine > /$d/mine && cat /$d/mine; done; cat /local/given; echo x > /alloc/logs/x',
      { mounts, user: 'root' },
    );
    expect(stdout).to.equal(`${'mine\n'.repeat(5)}local`);
    expect(stderr).to.match(/\/alloc\/logs\/x: Read-only file system/);
  });

  it('is in its own cgroup, ipc and mount namespaces, and in those of the host when it asks', async function () {
    const script = 'for n in mnt cgroup pid ipc net uts; do readlink /proc/self/ns/$n; done';
    const host = (await tasks.run(script, { isolation: { kind: 'host' }, user: 'root' })).stdout.split('\n');
    const own = (await tasks.run(script)).stdout.split('\n');
    const shared = { kind: 'isolated', pid: 'host', ipc: 'host', capabilities: [] } as const;
    const half = (await tasks.run(script, { isolation: shared })).stdout.split('\n');
    const isHosts = (names: readonly string[]): readonly boolean[] =>
      names.slice(0, 6).map((name, index) => name === host[index]);
    expect(isHosts(own)).to.deep.equal([false, false, false, false, true, true]);
    expect(isHosts(half)).to.deep.equal([false, false, true, true, true, true]);
  });

  it('sees its own limits in its control group, and can not change them', async function () {
    const memoryBytes = 96 * 1024 * 1024;
    const { stdout, stderr } = await tasks.run(
      'cd /sys/fs/cgroup; f=memory.max; [ -e $f ] || f=memory/memory.limit_in_bytes; cat $f; echo 1 > $f; cat $f; cut -d: -f3 /proc/self/cgroup | sort -u',
      { limits: someLimits({ memoryBytes }), user: 'root' },
    );
    const [before, after, ...groups] = stdout.trim().split('\n');
    expect([before, after]).to.deep.equal([memoryBytes.toString(), memoryBytes.toString()]);
    expect(stderr).to.match(/Read-only file system/);
    expect(groups.filter((group) => group.includes('wharf'))).to.deep.equal([]);
  });

  it('starts where it is told to, with the environment and the limits that it was given', async function () {
    const seen = await lines('pwd; echo $X; ulimit -n; cat /proc/self/oom_score_adj', {
      workDir: '/usr/bin',
      environment: { PATH: '/usr/bin:/bin', X: 'a "b" $c' },
      rlimits: [{ name: 'nofile', soft: 123, hard: 456 }],
      oomScoreAdj: 77,
    });
    expect(seen).to.deep.equal(['/usr/bin', 'a "b" $c', '123', '77']);
  });
});
