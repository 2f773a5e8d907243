import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect } from 'chai';

import type { AllocStatus, TaskState } from '../../../src/app/agent.js';
import type { AllocId } from '../../../src/domain/model/ids.js';
import { aGroup, aJob, aTask } from '../../../src/testing/builders/a-job.js';
import { eventually } from '../../../src/testing/eventually.js';
import { valueOf } from '../../../src/testing/expect-result.js';
import type { AgentHere } from './agent-here.js';

type Driver = 'docker' | 'exec';

/** Prints numbered lines until it is told to end, and says apart from its output how many there were. */
const script = [
  "trap 'exit 3' TERM",
  'i=0',
  'until [ -e /alloc/data/end ]; do i=$((i+1)); echo line $i; sleep 0.2; done',
  'echo $i > /alloc/data/printed',
].join('\n');

/** Once: whoever needs it twice fails. */
const restart = { attempts: 1, intervalMs: 3_600_000, delayMs: 500, mode: 'fail' } as const;

const printing = (driver: Driver, count: number): ReturnType<typeof aGroup> =>
  aGroup({
    name: driver,
    count,
    tasks: [
      aTask({
        driver,
        restart,
        config: {
          ...(driver === 'docker' ? { image: 'busybox:local' } : {}),
          command: '/bin/sh',
          args: ['-c', script],
        },
        killTimeoutMs: 1000,
      }),
    ],
  });

/** What a task is, for as long as it is the same one. */
export interface Run {
  readonly alloc: AllocId;
  readonly pid: number | undefined;
  readonly restarts: number;
}

/** Tasks of both drivers under one agent that print all the time. */
export class PrintingTasks {
  readonly #agent: AgentHere;

  constructor(agent: AgentHere) {
    this.#agent = agent;
  }

  async begin(counts: Readonly<Record<Driver, number>>): Promise<void> {
    const groups = (['docker', 'exec'] as const).map((driver) => printing(driver, counts[driver]));
    valueOf(await this.#agent.client.submit(aJob({ type: 'batch', groups })));
    await this.untilRunning();
  }

  async untilRunning(): Promise<void> {
    await eventually(async () => {
      for (const { pid } of [...(await this.runs('docker')), ...(await this.runs('exec'))])
        expect(pid).to.not.equal(undefined);
      return true;
    }, 120_000);
  }

  async runs(driver: Driver): Promise<readonly Run[]> {
    return (await this.#of(driver)).map((alloc) => {
      const { phase, pid, restarts } = onlyTask(alloc);
      return { alloc: alloc.id, pid: phase === 'running' ? pid : undefined, restarts };
    });
  }

  /** Ends them all, and fails unless each line of each was kept, once, and each exit is the true one. */
  async expectNothingLost(driver: Driver): Promise<void> {
    const allocations = await this.#of(driver);
    await Promise.all(allocations.map((alloc) => writeFile(this.#data(alloc, 'end'), '')));
    for (const alloc of allocations) {
      const printed = Number(await eventually(() => readFile(this.#data(alloc, 'printed'), 'utf8'), 10_000));
      const lines = Array.from({ length: printed }, (_, index) => `line ${(index + 1).toString()}\n`).join(
        '',
      );
      await eventually(async () => {
        expect(await this.#agent.printed(alloc, 'task'), alloc.name).to.equal(lines);
        expect(onlyTask(await this.#again(alloc)).exit, alloc.name).to.include({ kind: 'code', code: 0 });
      }, 20_000);
    }
  }

  async #again({ id }: AllocStatus): Promise<AllocStatus> {
    return valueOf(await this.#agent.client.find(id));
  }

  async #of(driver: Driver): Promise<readonly AllocStatus[]> {
    return (await this.#agent.allocations()).filter(({ group }) => group === driver);
  }

  #data({ id }: AllocStatus, name: string): string {
    return join(this.#agent.directory, 'state/allocs', id, 'alloc/data', name);
  }
}

function onlyTask({ id, tasks }: AllocStatus): TaskState {
  const [task] = tasks;
  if (task === undefined) throw new Error(`allocation ${id} has no task`);
  return task;
}
