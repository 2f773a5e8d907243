import { expect } from 'chai';

import { aGroup, aJob, aTask } from '../../src/testing/builders/a-job.js';
import { eventually, within } from '../../src/testing/eventually.js';
import { valueOf } from '../../src/testing/expect-result.js';
import { engineRequest } from '../support/engine/engine-request.js';
import { OwnEngine } from '../support/engine/own-engine.js';
import { AgentHere } from '../support/wharf/agent-here.js';
import { type Quay, quayFor } from '../support/wharf/quay.js';

const never = new AbortController().signal;
const names = ['paused', 'killed', 'removed', 'orphaned', 'kept'] as const;
/** Those that run on to the end. */
const others = names.filter((name) => name !== 'paused');
type Name = (typeof names)[number];
/** Until a task that was paused has ended: its time to end, the kill, and what a busy engine needs. */
const stopBoundMs = 20_000;

const job = aJob({
  type: 'service',
  groups: names.map((name) =>
    aGroup({
      name,
      tasks: [
        aTask({
          driver: 'docker',
          config: {
            image: 'busybox:local',
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

describe("What is done to a task's container behind its agent's back", function () {
  this.timeout(120_000);
  let engine: OwnEngine;
  let quay: Quay;
  let agent: AgentHere;

  before(async function () {
    engine = await OwnEngine.start();
    quay = await quayFor('docker', engine);
    agent = new AgentHere(quay);
    await agent.start();
    valueOf(await agent.client.submit(job));
    await Promise.all(names.map((name) => agent.untilRuns(0, name)));
  });
  after(async function () {
    await agent
      .leaveNothing()
      .finally(() => quay.leave())
      .finally(() => engine.leave());
  });

  const onEngine = async (name: Name, method: string, deed: string): Promise<void> => {
    const { handle } = await agent.task(name);
    const path = `/containers/${handle?.instance ?? ''}${deed}`;
    const { status } = await engineRequest(engine.socketPath, path, { method });
    expect(status).to.equal(204);
  };

  it('a pause is no end, and a stop comes through it', async function () {
    const { pid } = await agent.task('paused');
    await onEngine('paused', 'POST', '/pause');
    valueOf(await agent.client.reconcile(true, never));
    expect(await agent.task('paused')).to.include({ phase: 'running', restarts: 0, pid });
    const { id } = await agent.allocation('paused');
    valueOf(await within(stopBoundMs, agent.client.stop(id, false)));
    expect((await agent.allocation('paused')).state).to.equal('stopped');
    expect((await agent.task('paused')).exit).to.include({ kind: 'signal', signal: 'SIGKILL' });
  });

  it('a kill is told as that signal, and has it started again once, by its policy', async function () {
    const { pid } = await agent.task('killed');
    await onEngine('killed', 'POST', '/kill');
    const again = await agent.untilRuns(1, 'killed');
    expect(again.exit).to.include({ kind: 'signal', signal: 'SIGKILL' });
    expect(again.pid).to.not.equal(pid);
  });

  it('a removal is told as no success, and has it started again once, by its policy', async function () {
    await onEngine('removed', 'DELETE', '?force=1');
    const again = await agent.untilRuns(1, 'removed');
    expect(again.exit).to.not.equal(undefined);
    expect(again.exit?.kind).to.not.equal('code');
  });

  it('a removal while there is no agent is told as unknown, with why, and has it started again once', async function () {
    const { handle } = await agent.task('orphaned');
    await agent.end('SIGKILL');
    const path = `/containers/${handle?.instance ?? ''}?force=1`;
    expect((await engineRequest(engine.socketPath, path, { method: 'DELETE' })).status).to.equal(204);
    await agent.start();
    const { exit } = await agent.untilRuns(1, 'orphaned');
    expect(exit).to.include({ kind: 'unknown', why: 'nothing of it is on the host any more' });
  });

  it('the end of containerd ends no task, and starts none', async function () {
    const before = await Promise.all(others.map((name) => agent.task(name)));
    await engine.killContainerd();
    await eventually(async () => {
      valueOf(await agent.client.reconcile(true, never));
      expect(valueOf(await agent.client.health()).runtimes.map(({ healthy }) => healthy)).to.not.include(
        false,
      );
    }, 60_000);
    const after = await Promise.all(others.map((name) => agent.task(name)));
    expect(after).to.deep.equal(before);
    const { json } = await engineRequest(engine.socketPath, '/containers/json?all=1');
    expect(json).to.have.length(others.length);
  });
});
