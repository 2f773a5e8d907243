import { readFile, readlink } from 'node:fs/promises';

import { expect } from 'chai';

import { eventually } from '../../../src/testing/eventually.js';
import { valueOf } from '../../../src/testing/expect-result.js';
import { processesBearing } from '../../../src/testing/processes.js';
import { TaskRunner } from '../../support/oci/task-runner.js';

const host = { isolation: { kind: 'host' }, user: undefined } as const;

describe('a task in the host', function () {
  this.timeout(30_000);
  let tasks: TaskRunner;

  before(async function () {
    tasks = await TaskRunner.open();
  });
  after(() => tasks.close());

  it('is in all of the namespaces of the agent', async function () {
    const names = ['mnt', 'pid', 'ipc', 'net', 'uts', 'user'];
    const { stdout } = await tasks.run(
      `for n in ${names.join(' ')}; do readlink /proc/self/ns/$n; done`,
      host,
    );
    expect(stdout.trim().split('\n')).to.deep.equal(
      await Promise.all(names.map((name) => readlink(`/proc/self/ns/${name}`))),
    );
  });

  for (const user of [undefined, 'nobody']) {
    it(`has commands beside it that are in the host as it is, as ${user ?? 'root'}`, async function () {
      const environment = { PATH: '/usr/bin:/bin', HOME: '/x', X: 'a "b" $c' };
      const id = await tasks.start({
        ...host,
        user,
        environment,
        command: ['sleep', '1000'],
        workDir: '/usr',
      });
      const command = ['sh', '-c', 'readlink /proc/self/ns/mnt; id -un; pwd; echo "$HOME $X"'] as const;
      const never = new AbortController().signal;
      const session = valueOf(await tasks.executor.exec(id, { command, terminal: undefined }, never));
      let said = '';
      for await (const { bytes } of session.output) said += Buffer.from(bytes).toString();
      expect(said).to.equal(`${await readlink('/proc/self/ns/mnt')}\n${user ?? 'root'}\n/usr\n/x a "b" $c\n`);
      await tasks.remove(id);
    });
  }

  it('leaves the mounts of the host as they are, and how they propagate', async function () {
    // Others may mount things meanwhile, but nobody mounts one of these.
    const lasting = async (): Promise<readonly string[]> =>
      (await readFile('/proc/self/mountinfo', 'utf8'))
        .split('\n')
        .filter(
          (line) =>
            /^\S+ \S+ \S+ \S+ \/(proc|sys|dev)?(\/\S*)? /.test(line) && !/ \/(tmp|var|run)\//.test(line),
        );
    const before = await lasting();
    await tasks.remove(await tasks.start({ ...host, command: ['sleep', '1000'] }));
    expect(await lasting()).to.deep.equal(before);
  });

  it('has the environment that it was given and no other, and starts where it is told to', async function () {
    const environment = { PATH: '/usr/bin:/bin', X: 'a "b" $c', LD_PRELOAD: '' };
    const command = ['/usr/bin/env'] as const;
    const { stdout } = await tasks.run('', { ...host, command, environment });
    expect(stdout.trim().split('\n')).to.have.members(['PATH=/usr/bin:/bin', 'X=a "b" $c', 'LD_PRELOAD=']);
    expect((await tasks.run('pwd', { ...host, workDir: '/usr/bin' })).stdout).to.equal('/usr/bin\n');
  });

  for (const user of [undefined, 'nobody']) {
    it(`has exactly the environment that it was given, on no command line, as ${user ?? 'root'}`, async function () {
      const secret = `hunter2-${Date.now().toString()}`;
      const environment = {
        PASSWORD: secret,
        LINES: 'one\ntwo\n',
        QUOTES: `'a' "b" \\ $c \`d\``,
        'not.a-name': 'a=b==',
        EMPTY: '',
        HOME: '',
        LD_LIBRARY_PATH: '/x',
        PWD: '/elsewhere',
        PATH: '/nowhere',
        USER: 'me',
        LOGNAME: 'me',
        BIG: 'x'.repeat(100_000),
      };
      const command = ['/usr/bin/env', '-0'] as const;
      const { stdout } = await tasks.run('', { ...host, user, command, environment });
      const all = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
      expect(stdout.split('\0').slice(0, -1)).to.have.members(all);
      const sleeping = await tasks.create({ ...host, user, command: ['/bin/sleep', '1000'], environment });
      const { process } = JSON.parse(await readFile(`${tasks.bundle(sleeping)}/config.json`, 'utf8')) as {
        readonly process: { readonly args: readonly string[] };
      };
      expect(process.args.filter((word) => word.includes(secret))).to.deep.equal([]);
    });
  }

  it('has no home that it was not given', async function () {
    const command = ['/usr/bin/env'] as const;
    const { stdout } = await tasks.run('', { ...host, user: '12345', command, environment: { X: '1' } });
    expect(stdout).to.equal('X=1\n');
  });

  it('says nothing to the programs that make it its user', async function () {
    const environment = { PATH: '/usr/bin:/bin', LD_DEBUG: 'files' };
    const { stderr } = await tasks.run('', {
      ...host,
      user: 'nobody',
      command: ['/bin/sleep', '0'],
      environment,
    });
    const programs = [...stderr.matchAll(/initialize program: (\S+)/g)].map(([, program]) => program);
    expect(programs).to.deep.equal(['/bin/sleep']);
  });

  it('is its first process itself', async function () {
    const id = await tasks.start({ ...host, command: ['sleep', '1000'] });
    await eventually(async () => {
      expect(await readFile(`/proc/${(await tasks.pid(id)).toString()}/comm`, 'utf8')).to.equal('sleep\n');
    });
  });

  it('has the privileges of the agent itself', async function () {
    const { stdout } = await tasks.run(
      'id -u; grep -E "^(NoNewPrivs|Seccomp):" /proc/self/status; touch /tmp/wharf-raw-exec && rm /tmp/wharf-raw-exec && echo wrote',
      host,
    );
    expect(stdout).to.equal('0\nNoNewPrivs:\t0\nSeccomp:\t0\nwrote\n');
  });

  it('is another user when it is told to, with its groups', async function () {
    const { stdout } = await tasks.run('id -un; id -G; grep CapEff /proc/self/status', {
      ...host,
      user: 'nobody',
    });
    expect(stdout).to.equal('nobody\n65534\nCapEff:\t0000000000000000\n');
  });

  it('is limited and tells how it ended', async function () {
    const end = await tasks.run('grep -c /wharf/ /proc/self/cgroup > /dev/null && exit 7', host);
    expect(end.exit).to.deep.equal({ kind: 'code', code: 7, oom: false });
  });

  it('leaves no child behind that went into a session of its own', async function () {
    const marker = `marked-${Date.now().toString()}`;
    const id = await tasks.start({
      ...host,
      command: [
        '/bin/sh',
        '-c',
        `setsid sh -c 'trap "" TERM; : ${marker}; while :; do sleep 1; done' & exit 0`,
      ],
    });
    await tasks.exit(id);
    expect(await processesBearing(marker)).not.to.deep.equal([]);
    await tasks.remove(id);
    expect(await processesBearing(marker)).to.deep.equal([]);
  });
});
