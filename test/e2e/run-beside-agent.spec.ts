import { expect } from 'chai';

import { eventually } from '../../src/testing/eventually.js';
import { AgentHere } from '../support/wharf/agent-here.js';
import { type Quay, quayFor } from '../support/wharf/quay.js';

const job = `job "beside" {
  type = "batch"
  group "g" {
    task "t" {
      driver       = "docker"
      kill_timeout = "1s"
      config {
        image   = "busybox:local"
        command = "/bin/sleep"
        args    = ["600"]
      }
    }
  }
}`;

describe('A run in the foreground beside an agent of the same state directory', function () {
  this.timeout(120_000);
  let quay: Quay;
  let agent: AgentHere;

  before(async function () {
    quay = await quayFor('docker');
    agent = new AgentHere(quay);
    await agent.start();
  });
  after(async function () {
    await agent.leaveNothing().finally(() => quay.leave());
  });

  it('is nothing that the agent would take off the host', async function () {
    const run = await quay.start(job);
    await eventually(async () => {
      const { status, stdout, stderr } = await quay.wharf(['reconcile', '--dry-run']).ended(30_000);
      expect(status, stderr).to.equal(0);
      expect(stdout).to.include('it belongs to another agent').and.not.include('ours');
      return true;
    }, 60_000);
    run.signal('SIGINT');
    await run.ended(30_000);
  });
});
