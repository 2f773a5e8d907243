import { readFile } from 'node:fs/promises';

import { expect } from 'chai';

import { processesBearing } from '../../src/testing/processes.js';
import { jobText } from '../support/wharf/job-text.js';
import { type Quay, quayFor } from '../support/wharf/quay.js';

describe('inside an exec task', function () {
  this.timeout(120_000);
  let quay: Quay;
  before(async function () {
    quay = await quayFor('exec');
  });
  after(async function () {
    await quay.leave();
  });
  afterEach(async function () {
    await quay.expectUnchanged();
  });

  /** What a script prints, line by line. */
  async function sees(script: string): Promise<readonly string[]> {
    const { status, stdout, stderr } = await quay.runAndReport(jobText([{ driver: 'exec', script }]));
    expect(status, stderr).to.equal(0);
    return stdout.map(({ text }) => text);
  }

  it('the task is process 1, and sees no process of the host', async function () {
    const [own, others] = await sees('echo $$; ls /proc | grep -c "^[0-9]"');
    expect(own).to.equal('1');
    expect(Number(others)).to.be.lessThan(6);
  });

  it("the host's files are there and can't be written", async function () {
    const [release, ...refusals] = await sees(
      'head -n 1 /etc/os-release; for d in / /etc /usr /bin; do touch $d/mine 2>/dev/null && echo "wrote $d" || echo "refused $d"; done',
    );
    expect(release).to.equal((await readFile('/etc/os-release', 'utf8')).split('\n')[0]);
    expect(refusals).to.deep.equal(['refused /', 'refused /etc', 'refused /usr', 'refused /bin']);
  });

  it('/local, /alloc, /secrets and /tmp can be written, and secrets are in memory', async function () {
    const lines = await sees(
      'for d in /local /alloc/data /secrets /tmp; do echo x > $d/mine && echo "wrote $d"; done; grep " /secrets " /proc/self/mountinfo | sed "s/.* - //; s/ .*//"',
    );
    expect(lines).to.deep.equal([
      'wrote /local',
      'wrote /alloc/data',
      'wrote /secrets',
      'wrote /tmp',
      'tmpfs',
    ]);
  });

  it('the task is nobody with its own group, gains no privileges and is filtered', async function () {
    const lines = await sees(
      'id -un; id -gn; id -G | wc -w; grep -E "^(NoNewPrivs|Seccomp):" /proc/self/status',
    );
    expect(lines.map((line) => line.replace(/\s+/g, ' '))).to.deep.equal([
      'nobody',
      'nogroup',
      '1',
      'NoNewPrivs: 1',
      'Seccomp: 2',
    ]);
  });

  it('its limits are those of the job, as the cgroup of its process has them', async function () {
    const marker = 'wharf-e2e-limits';
    const wharf = await quay.start(
      jobText([
        {
          driver: 'exec',
          script: `: ${marker}; echo up; while :; do sleep 0.1; done`,
          rest: 'resources {\n cpu = 250\n memory = 64\n memory_max = 128\n }',
        },
      ]),
    );
    await wharf.says('up');
    const [pid] = await processesBearing(marker);
    expect(await limitsOf(pid ?? 0)).to.deep.equal({
      memory: (128 * 1024 * 1024).toString(),
      reservation: (64 * 1024 * 1024).toString(),
      shares: '250',
    });
    wharf.signal('SIGINT');
    expect((await wharf.ended()).status).to.equal(130);
  });
});

/** Read from the files of whatever kind of cgroup the process is in. */
async function limitsOf(pid: number): Promise<Readonly<Record<string, string>>> {
  const lines = (await readFile(`/proc/${pid.toString()}/cgroup`, 'utf8')).trim().split('\n');
  const read = async (path: string): Promise<string> => (await readFile(path, 'utf8')).trim();
  const v1 = (controller: string): string | undefined =>
    lines.map((line) => line.split(':')).find(([, names]) => names?.split(',').includes(controller))?.[2];
  const [memory, cpu] = [v1('memory'), v1('cpu')];
  if (memory !== undefined && cpu !== undefined) {
    return {
      memory: await read(`/sys/fs/cgroup/memory${memory}/memory.limit_in_bytes`),
      reservation: await read(`/sys/fs/cgroup/memory${memory}/memory.soft_limit_in_bytes`),
      shares: await read(`/sys/fs/cgroup/cpu${cpu}/cpu.shares`),
    };
  }
  const unified = `/sys/fs/cgroup${lines[0]?.split(':')[2] ?? ''}`;
  const weight = Number(await read(`${unified}/cpu.weight`));
  // The inverse of the conversion that the runtimes make from shares (2 to 262144) to weight (1 to 10000).
  const shares = Math.round(2 + ((weight - 1) * 262_142) / 9999);
  return {
    memory: await read(`${unified}/memory.max`),
    reservation: await read(`${unified}/memory.low`),
    shares: Math.abs(shares - 250) < 27 ? '250' : shares.toString(),
  };
}
