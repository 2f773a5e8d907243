import { readFile } from 'node:fs/promises';

import { expect } from 'chai';

import { aGroup, aJob, aTask } from '../../src/testing/builders/a-job.js';
import { valueOf } from '../../src/testing/expect-result.js';
import { AgentHere } from '../support/wharf/agent-here.js';
import { type Quay, quayFor } from '../support/wharf/quay.js';

const never = new AbortController().signal;
const job = aJob({
  type: 'service',
  groups: [
    aGroup({
      tasks: [
        aTask({
          config: { command: '/bin/sleep', args: ['600'] },
          restart: { attempts: 1, intervalMs: 3_600_000, delayMs: 200, mode: 'fail' },
          killTimeoutMs: 500,
        }),
      ],
    }),
  ],
});

describe('A monitor that is killed under an agent', function () {
  this.timeout(60_000);
  let quay: Quay;
  let agent: AgentHere;

  before(async function () {
    quay = await quayFor('exec');
    agent = new AgentHere(quay, '', { WHARF_DOCKER_ENABLED: 'false' });
    await agent.start();
  });
  after(async function () {
    await agent.leaveNothing().finally(() => quay.leave());
  });

  it('leaves its process running, whose end is unknown then, and it is restarted once, by its policy', async function () {
    valueOf(await agent.client.submit(job));
    const pid = (await agent.untilRuns(0)).pid ?? expect.fail();
    process.kill(await monitorOf(pid), 'SIGKILL');
    valueOf(await agent.client.reconcile(false, never));
    expect(await agent.task()).to.include({ phase: 'running', pid, restarts: 0 });
    process.kill(pid, 'SIGKILL');
    const { exit } = await agent.untilRuns(1);
    expect(exit?.kind === 'unknown' && exit.why).to.match(/\w/);
  });
});

/** The parent of a task's first process. */
async function monitorOf(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid.toString()}/stat`, 'utf8');
  const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  expect(await readFile(`/proc/${parent.toString()}/comm`, 'utf8')).to.match(/^conmon/);
  return parent;
}
