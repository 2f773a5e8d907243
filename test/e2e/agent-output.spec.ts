import { expect } from 'chai';

import { eventually } from '../../src/testing/eventually.js';
import { AgentHere } from '../support/wharf/agent-here.js';
import { PrintingTasks, type Run } from '../support/wharf/printing-tasks.js';
import { type Quay, quayFor } from '../support/wharf/quay.js';

const each = 25;
/** A second on a fast machine of two processors; slower ones take a little longer. */
const recoveryBoundMs = 3000;

describe('An agent that is killed while its tasks print', function () {
  this.timeout(180_000);
  let quay: Quay;
  let agent: AgentHere;
  let tasks: PrintingTasks;

  before(async function () {
    quay = await quayFor('docker');
    agent = new AgentHere(quay);
    tasks = new PrintingTasks(agent, { exitCode: 7, attempts: 0 });
  });
  after(async function () {
    await agent.leaveNothing().finally(() => quay.leave());
  });

  const runs = async (): Promise<readonly Run[]> => [
    ...(await tasks.runs('docker')),
    ...(await tasks.runs('exec')),
  ];

  it('loses none of them, no end of one and no line, and the next one has all of it within seconds', async function () {
    await agent.start();
    await tasks.begin({ docker: each, exec: each });
    const before = await runs();
    expect(before).to.have.length(2 * each);
    const over = [before.at(0)?.alloc, before.at(-1)?.alloc].filter((alloc) => alloc !== undefined);
    await agent.end('SIGKILL');
    await tasks.end(over);

    await agent.start();
    const asked = performance.now();
    const now = before.map((run) =>
      over.includes(run.alloc) ? { ...run, phase: 'ended', pid: undefined } : run,
    );
    await eventually(async () => {
      expect(await runs()).to.have.deep.members(now);
      return true;
    }, 20_000);
    expect(performance.now() - asked).to.be.below(recoveryBoundMs);

    await tasks.expectNothingLost('docker');
    await tasks.expectNothingLost('exec');
    for (const { name, tasks: all } of await agent.allocations())
      expect(all[0], name).to.deep.include({ outcome: 'failed', restarts: 0 });
    await agent.leaveNothing();
    await quay.expectUnchanged();
  });
});
