import { readFile } from 'node:fs/promises';

import { expect } from 'chai';

import type { InstanceId } from '../../../src/domain/model/ids.js';
import { hostPorts } from '../../support/oci/an-executor.js';
import { TaskRunner } from '../../support/oci/task-runner.js';
import { mountsHere } from '../../support/mountinfo.js';

const mebibyte = 1024 * 1024;

/** What stands in a file of a group, in whichever hierarchy has it. */
async function groupFile(id: InstanceId, name: string): Promise<string | undefined> {
  for (const { fileSystem, mountPoint } of await mountsHere()) {
    if (!fileSystem.startsWith('cgroup')) continue;
    const text = await readFile(`${mountPoint}/wharf/${id}/${name}`, 'utf8').catch(() => undefined);
    if (text !== undefined) return text.trim();
  }
  return undefined;
}

describe('the limits of a task', function () {
  this.timeout(30_000);
  let tasks: TaskRunner;
  let isV2: boolean;

  before(async function () {
    tasks = await TaskRunner.open();
    isV2 = (await hostPorts().cgroups.mode()) === 'v2';
  });
  after(() => tasks.close());

  it('stand in the files of its control group', async function () {
    const id = await tasks.start({
      command: ['sleep', '1000'],
      limits: {
        cpuShares: 512,
        cpuQuota: { quotaUs: 20_000, periodUs: 50_000 },
        cpuset: '0',
        memoryBytes: 64 * mebibyte,
        memoryReservationBytes: 32 * mebibyte,
        pids: 17,
      },
    });
    const expected = isV2
      ? {
          'cpu.max': '20000 50000',
          'cpuset.cpus': '0',
          'memory.max': (64 * mebibyte).toString(),
          'memory.low': (32 * mebibyte).toString(),
          'memory.swap.max': '0',
          'pids.max': '17',
        }
      : {
          'cpu.shares': '512',
          'cpu.cfs_quota_us': '20000',
          'cpu.cfs_period_us': '50000',
          'cpuset.cpus': '0',
          'memory.limit_in_bytes': (64 * mebibyte).toString(),
          'memory.memsw.limit_in_bytes': (64 * mebibyte).toString(),
          'memory.soft_limit_in_bytes': (32 * mebibyte).toString(),
          'pids.max': '17',
        };
    for (const [name, value] of Object.entries(expected))
      expect(`${name}: ${String(await groupFile(id, name))}`).to.equal(`${name}: ${value}`);
  });

  it('hold for the task and not for its monitor', async function () {
    const id = await tasks.start({ command: ['sleep', '1000'] });
    const members = await hostPorts().cgroups.processes(`/wharf/${id}`);
    expect(members).to.deep.equal({ ok: true, value: [await tasks.pid(id)] });
  });

  it('tell of a child that the kernel killed, when the task itself ends otherwise', async function () {
    const { exit } = await tasks.run("sh -c 'x=x; while :; do x=$x$x; done'; exit 5", {
      limits: {
        cpuShares: 100,
        cpuQuota: undefined,
        cpuset: undefined,
        memoryBytes: 32 * mebibyte,
        memoryReservationBytes: undefined,
        pids: undefined,
      },
    });
    expect(exit).to.deep.equal({ kind: 'code', code: 5, oom: true });
  });
});
