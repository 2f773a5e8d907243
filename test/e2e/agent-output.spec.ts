import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect } from 'chai';

import type { AllocStatus } from '../../src/app/agent.js';
import { aGroup, aJob, aTask } from '../../src/testing/builders/a-job.js';
import { eventually } from '../../src/testing/eventually.js';
import { valueOf } from '../../src/testing/expect-result.js';
import { AgentHere } from '../support/wharf/agent-here.js';
import { type Quay, quayFor } from '../support/wharf/quay.js';

const each = 25;
const recoveryBoundMs = 1000;
/** Prints until it is told to end, and says apart from its output how much that was. */
const script =
  'i=0; until [ -e /alloc/data/end ]; do i=$((i+1)); echo line $i; sleep 0.3; done; echo $i > /alloc/data/printed; exit 7';

const counting = (driver: 'docker' | 'exec'): ReturnType<typeof aGroup> =>
  aGroup({
    name: driver,
    count: each,
    tasks: [
      aTask({
        driver,
        config: {
          ...(driver === 'docker' ? { image: 'busybox:local' } : {}),
          command: '/bin/sh',
          args: ['-c', script],
        },
        killTimeoutMs: 1000,
      }),
    ],
  });

const job = aJob({ type: 'service', groups: [counting('exec'), counting('docker')] });

const taskOf = ({ tasks }: AllocStatus): AllocStatus['tasks'][number] | undefined => tasks[0];
const runs = (alloc: AllocStatus): boolean => taskOf(alloc)?.pid !== undefined;
const hasEnded = (alloc: AllocStatus): boolean => taskOf(alloc)?.phase === 'ended';

describe('An agent that is killed while its tasks print', function () {
  this.timeout(180_000);
  let quay: Quay;
  let agent: AgentHere;

  before(async function () {
    quay = await quayFor('docker');
    agent = new AgentHere(quay);
  });
  after(async function () {
    await agent.leaveNothing().finally(() => quay.leave());
  });

  const data = ({ id }: AllocStatus, name: string): string =>
    join(quay.directory, 'state/allocs', id, 'alloc/data', name);
  const end = (alloc: AllocStatus): Promise<void> => writeFile(data(alloc, 'end'), '');
  const submitted = async (): Promise<readonly AllocStatus[]> => {
    valueOf(await agent.client.submit(job));
    return eventually(async () => {
      const all = await agent.allocations();
      return all.every(runs) && all;
    }, 60_000);
  };
  const allEnded = (allocations: readonly AllocStatus[]): Promise<readonly AllocStatus[]> =>
    eventually(async () => {
      const ended = (await agent.allocations()).filter(hasEnded);
      return allocations.every(({ id }) => ended.some((each) => each.id === id)) && ended;
    }, 30_000);

  it('loses none of them, no end of one and no line, and the next one has all of it within a second', async function () {
    await agent.start();
    const before = await submitted();
    const [first, ...rest] = before;
    const last = rest.pop();
    if (first === undefined || last === undefined) throw new Error('nothing was submitted');
    await agent.end('SIGKILL');
    await Promise.all([first, last].map(end));
    await Promise.all([first, last].map((alloc) => eventually(() => readFile(data(alloc, 'printed')))));

    await agent.start();
    const asked = performance.now();
    const pids = new Map(rest.map((alloc) => [alloc.id, taskOf(alloc)?.pid]));
    await eventually(async () => {
      const shown = await agent.allocations();
      expect(new Map(shown.filter(runs).map((alloc) => [alloc.id, taskOf(alloc)?.pid]))).to.deep.equal(pids);
      expect(shown.filter(hasEnded).map(({ id }) => id)).to.have.members([first.id, last.id]);
    }, 20_000);
    expect(performance.now() - asked).to.be.below(recoveryBoundMs);

    await Promise.all(rest.map(end));
    const ended = await allEnded(before);
    expect(ended).to.have.length(2 * each);
    for (const alloc of ended) {
      expect(taskOf(alloc), alloc.name).to.deep.include({
        outcome: 'failed',
        restarts: 0,
        exit: { kind: 'code', code: 7, oom: false },
      });
      const printed = Number(await readFile(data(alloc, 'printed'), 'utf8'));
      const lines = Array.from({ length: printed }, (_, index) => `line ${(index + 1).toString()}\n`);
      expect(await agent.printed(alloc, 'task'), alloc.name).to.equal(lines.join(''));
    }
    await agent.leaveNothing();
    await quay.expectUnchanged();
  });
});
