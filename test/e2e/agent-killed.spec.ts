import { join } from 'node:path';
import { readdir } from 'node:fs/promises';

import { expect } from 'chai';

import type { AllocStatus } from '../../src/app/agent.js';
import { aGroup, aJob, aTask } from '../../src/testing/builders/a-job.js';
import { eventually } from '../../src/testing/eventually.js';
import { captureHost, differences, type HostState } from '../support/host/host-state.js';
import { AgentProcess } from '../support/wharf/agent-process.js';
import { type Quay, quayFor } from '../support/wharf/quay.js';

const job = aJob({
  type: 'service',
  groups: [
    aGroup({
      count: 2,
      tasks: [
        aTask({
          config: { command: '/bin/sh', args: ['-c', 'while :; do sleep 0.2; done'] },
          restart: { attempts: 2, intervalMs: 3_600_000, delayMs: 1000, mode: 'fail' },
          killTimeoutMs: 1000,
        }),
      ],
    }),
  ],
});

const pidsOf = (allocations: readonly AllocStatus[]): readonly (number | undefined)[] =>
  allocations.map(({ tasks }) => tasks[0]?.pid);

const allRun = async (agent: AgentProcess): Promise<readonly AllocStatus[]> =>
  eventually(async () => {
    const shown = await agent.show();
    return shown.length === 2 && pidsOf(shown).every((pid) => pid !== undefined) && shown;
  }, 30_000);

describe('An agent that is killed', function () {
  this.timeout(120_000);
  let quay: Quay;
  let untouched: HostState;
  const agents: AgentProcess[] = [];

  const start = (): AgentProcess => {
    const agent = new AgentProcess(quay.directory);
    agents.push(agent);
    return agent;
  };

  before(async function () {
    quay = await quayFor('exec');
    untouched = await captureHost([join(quay.directory, 'run')]);
  });

  after(async function () {
    for (const agent of agents) await agent.kill();
    // Whatever became of the test, its tasks must not outlive it.
    const last = start();
    await last.purge();
    await last.kill();
    await quay.leave();
  });

  it('leaves its tasks running, and the next ones take them up with the same pids', async function () {
    const first = start();
    await first.submit(job);
    const pids = pidsOf(await allRun(first));
    await first.kill();
    for (const pid of pids) process.kill(pid ?? 0, 0);

    const second = quay.wharf(['agent'], { WHARF_DOCKER_ENABLED: 'false' });
    await second.says('goes on with 2 allocations');
    const third = quay.wharf(['agent'], { WHARF_DOCKER_ENABLED: 'false' });
    const refused = await third.ended();
    expect(refused.status).to.equal(125);
    expect(refused.stderr).to.include(`in use by process ${second.pid.toString()}`);
    second.signal('SIGTERM');
    const left = await second.ended(20_000);
    expect(left.status, left.stderr).to.equal(0);
    expect(left.stderr).to.include('leaves running 2 allocations');

    const last = start();
    const taken = await allRun(last);
    expect(pidsOf(taken)).to.have.members([...pids]);
    expect(taken.map(({ tasks }) => tasks[0]?.restarts)).to.deep.equal([0, 0]);
    expect(await last.purge()).to.deep.equal([]);
    await last.leave();
    expect(await readdir(join(quay.directory, 'state', 'allocs'))).to.deep.equal([]);
    await eventually(async () => {
      expect(differences(untouched, await captureHost([join(quay.directory, 'run')]))).to.deep.equal([]);
    }, 5000);
  });
});
