import { execFile } from 'node:child_process';
import { mkdir, rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { expect } from 'chai';

import type { AllocStatus, TaskState } from '../../src/app/agent.js';
import { aGroup, aJob, aTask } from '../../src/testing/builders/a-job.js';
import { eventually } from '../../src/testing/eventually.js';
import { faultOf, valueOf } from '../../src/testing/expect-result.js';
import { AgentHere } from '../support/wharf/agent-here.js';
import { type Quay, quayFor } from '../support/wharf/quay.js';

const run = promisify(execFile);
const never = new AbortController().signal;

const job = aJob({
  type: 'service',
  groups: (['exec', 'docker'] as const).map((driver) =>
    aGroup({
      name: driver,
      tasks: [
        aTask({
          driver,
          config: {
            ...(driver === 'docker' ? { image: 'busybox:local' } : {}),
            command: '/bin/sh',
            args: ['-c', 'while :; do sleep 0.2; done'],
          },
          restart: { attempts: 1, intervalMs: 3_600_000, delayMs: 200, mode: 'fail' },
          killTimeoutMs: 500,
        }),
      ],
    }),
  ),
});

describe('An agent whose disk is full', function () {
  this.timeout(120_000);
  let quay: Quay;
  let agent: AgentHere;
  let state: string;
  let isMounted = false;

  before(async function () {
    quay = await quayFor('docker');
    agent = new AgentHere(quay, 'agent');
    state = join(agent.directory, 'state');
    await mkdir(state, { recursive: true });
    await run('mount', ['-t', 'tmpfs', '-o', 'size=32m', 'wharf-test', state]);
    isMounted = true;
  });
  after(async function () {
    await makeRoom();
    await agent.leaveNothing();
    if (isMounted) await run('umount', [state]);
    await quay.leave();
  });

  const fill = async (): Promise<void> => {
    const { bavail, bsize } = await statfs(state);
    await writeFile(join(state, 'filler'), Buffer.alloc(bavail * bsize));
  };
  const makeRoom = (): Promise<void> => rm(join(state, 'filler'), { force: true });
  const task = ({ tasks }: AllocStatus): TaskState => tasks[0] ?? expect.fail();
  const shown = async (): Promise<readonly TaskState[]> => (await agent.allocations()).map(task);
  const allRun = (restarts: number): Promise<readonly (number | undefined)[]> =>
    eventually(async () => {
      const all = await shown();
      expect(all.map((each) => [each.phase, each.restarts])).to.deep.equal(
        all.map(() => ['running', restarts]),
      );
      expect(all).to.have.length(2);
      expect(all.map(({ pid }) => pid)).to.not.include(undefined);
      return all.map(({ pid }) => pid);
    }, 30_000);

  it('lets its tasks run, refuses others with nothing made, and has all that happened once there is room', async function () {
    await agent.start();
    valueOf(await agent.client.submit(job));
    const pids = await allRun(0);
    await fill();
    const large = { ...job, id: 'late', meta: { filling: 'x'.repeat(100_000) } };
    expect(faultOf(await agent.client.submit(large))).to.equal('resource-exhausted');
    expect((await agent.allocations()).map(({ job: id }) => id)).to.deep.equal(['job', 'job']);
    expect(await allRun(0)).to.deep.equal(pids);

    const allocations = await agent.allocations();
    for (const { id } of allocations) valueOf(await agent.client.signal(id, undefined, 'SIGKILL', never));
    await eventually(async () => {
      expect(valueOf(await agent.client.health())).to.include({ healthy: false });
    });
    expect(valueOf(await agent.client.health()).complaints.join()).to.include('ENOSPC');
    await makeRoom();
    const again = await allRun(1);
    expect(again).to.not.include.members(pids);
    for (const { exit } of await shown()) expect(exit).to.include({ kind: 'signal', signal: 'SIGKILL' });
    await eventually(async () => {
      expect(valueOf(await agent.client.health())).to.include({ healthy: true });
    }, 20_000);

    await agent.end('SIGKILL');
    await agent.start();
    expect(await allRun(1)).to.have.members([...again]);
    await agent.leaveNothing();
    await run('umount', [state]);
    isMounted = false;
    await rm(agent.directory, { recursive: true });
    await quay.expectUnchanged();
  });
});
