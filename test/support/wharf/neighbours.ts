import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { expect } from 'chai';

import type { AllocStatus } from '../../../src/app/agent.js';
import { aGroup, aJob, aTask } from '../../../src/testing/builders/a-job.js';
import type { ObjectReport } from '../../../src/app/services/reconcile-report.js';
import { eventually } from '../../../src/testing/eventually.js';
import { valueOf } from '../../../src/testing/expect-result.js';
import { engineRequest } from '../engine/engine-request.js';
import { mountsHere } from '../mountinfo.js';
import { AgentHere } from './agent-here.js';
import { type Quay, quayFor } from './quay.js';

const run = promisify(execFile);
const never = new AbortController().signal;
const swiftly = {
  WHARF_GC_DANGLING_CONTAINERS_PERIOD: '1s',
  WHARF_GC_DANGLING_CONTAINERS_CREATION_GRACE: '1m',
};

/** A container as the engine tells of it; equal for the same process. */
interface Sighting {
  readonly id: string;
  readonly pid: number;
}

/** Two agents on one engine, each with tasks of its own. */
export class Neighbours {
  readonly agents: readonly [AgentHere, AgentHere];
  readonly quay: Quay;
  readonly #socket: string;

  private constructor(quay: Quay) {
    this.quay = quay;
    this.agents = [new AgentHere(quay, 'one', swiftly), new AgentHere(quay, 'two', swiftly)];
    this.#socket = (quay.environment['WHARF_DOCKER_ENDPOINT'] ?? '').replace('unix://', '');
  }

  static async moveIn(tasksEach: number): Promise<Neighbours> {
    const neighbours = new Neighbours(await quayFor('docker'));
    for (const agent of neighbours.agents) {
      await agent.start();
      valueOf(await agent.client.submit(sleeping(tasksEach)));
      await eventually(async () => (await agent.allocations()).every(runs), 120_000);
    }
    return neighbours;
  }

  /** Every container that runs, whoever's it is. */
  async sightings(): Promise<readonly Sighting[]> {
    const { json } = await engineRequest(this.#socket, '/containers/json');
    const ids = (json as readonly { readonly Id: string }[]).map(({ Id }) => Id).toSorted();
    return Promise.all(
      ids.map(async (id) => {
        const shown = await engineRequest(this.#socket, `/containers/${id}/json`);
        return { id, pid: (shown.json as { readonly State: { readonly Pid: number } }).State.Pid };
      }),
    );
  }

  /** One pass of each over everything, at the same time. Answers with what they would, or did, take away. */
  async reconcile(): Promise<readonly ObjectReport[]> {
    const reports = await Promise.all(this.agents.map(({ client }) => client.reconcile(false, never)));
    const judged = reports.flatMap(valueOf).flatMap((report) => {
      expect(report.outcome).to.equal('judged');
      return report.outcome === 'judged' ? report.objects : [];
    });
    expect(judged).to.not.deep.equal([]);
    return judged.filter(({ verdict }) => verdict.do === 'remove');
  }

  /** No task was restarted, and none has ended. */
  async expectAtRest(): Promise<void> {
    for (const agent of this.agents)
      for (const { tasks } of await agent.allocations())
        for (const task of tasks) expect(task).to.deep.include({ phase: 'running', restarts: 0 });
  }

  /** Takes the first one's memory away, as after a disk was lost: all that runs is left to itself. */
  async forget(): Promise<void> {
    const [first] = this.agents;
    await first.end('SIGKILL');
    const state = join(first.directory, 'state');
    const below = (await mountsHere())
      .map(({ mountPoint }) => mountPoint)
      .filter((at) => at.startsWith(state));
    for (const point of below.toReversed()) await run('umount', [point]);
    await rm(state, { recursive: true });
    await first.start();
  }

  async moveOut(): Promise<void> {
    for (const agent of this.agents) await agent.leaveNothing();
    for (const { id } of await this.sightings())
      await engineRequest(this.#socket, `/containers/${id}?force=1`, { method: 'DELETE' });
    await this.quay.leave();
  }
}

const sleeping = (count: number): ReturnType<typeof aJob> =>
  aJob({
    type: 'service',
    groups: [
      aGroup({
        count,
        tasks: [
          aTask({
            driver: 'docker',
            config: { image: 'busybox:local', command: '/bin/sleep', args: ['3600'] },
            killTimeoutMs: 1000,
          }),
        ],
      }),
    ],
  });

const runs = ({ tasks }: AllocStatus): boolean => tasks.every(({ pid }) => pid !== undefined);
