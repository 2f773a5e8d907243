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

/** How they end, and how often they may be begun anew. */
interface PrintingOptions {
  readonly exitCode: number;
  readonly attempts: number;
}

/** Whoever needs a second restart fails. */
const orderly: PrintingOptions = { exitCode: 0, attempts: 1 };

/** Prints numbered lines until it is told to end, and says apart from its output how many there were. */
const script = (exitCode: number): string =>
  [
    "trap 'exit 3' TERM",
    'i=0',
    'until [ -e /alloc/data/end ]; do i=$((i+1)); echo line $i; sleep 0.3; done',
    'echo $i > /alloc/data/printed',
    `exit ${exitCode.toString()}`,
  ].join('\n');

const printing = (
  driver: Driver,
  count: number,
  { exitCode, attempts }: PrintingOptions,
): ReturnType<typeof aGroup> =>
  aGroup({
    name: driver,
    count,
    tasks: [
      aTask({
        driver,
        restart: { attempts, intervalMs: 3_600_000, delayMs: 500, mode: 'fail' },
        config: {
          ...(driver === 'docker' ? { image: 'busybox:local' } : {}),
          command: '/bin/sh',
          args: ['-c', script(exitCode)],
        },
        killTimeoutMs: 1000,
      }),
    ],
  });

/** What a task is, for as long as it is the same one. */
export interface Run {
  readonly alloc: AllocId;
  readonly phase: TaskState['phase'];
  readonly pid: number | undefined;
  readonly restarts: number;
}

/** Tasks of both drivers under one agent that print all the time. */
export class PrintingTasks {
  readonly #agent: AgentHere;
  readonly #options: PrintingOptions;

  constructor(agent: AgentHere, options: PrintingOptions = orderly) {
    this.#agent = agent;
    this.#options = options;
  }

  async begin(counts: Readonly<Record<Driver, number>>): Promise<void> {
    const groups = (['docker', 'exec'] as const).map((driver) =>
      printing(driver, counts[driver], this.#options),
    );
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
      return { alloc: alloc.id, phase, pid: phase === 'running' ? pid : undefined, restarts };
    });
  }

  /** Has them end by themselves, whether there is an agent or not. Answers once they have printed all. */
  async end(allocs: readonly AllocId[]): Promise<void> {
    await Promise.all(allocs.map((alloc) => writeFile(this.#data(alloc, 'end'), '')));
    await Promise.all(allocs.map((alloc) => this.#count(alloc)));
  }

  /** Ends them all, and fails unless each line of each was kept, once, and each exit is the true one. */
  async expectNothingLost(driver: Driver): Promise<void> {
    const allocations = await this.#of(driver);
    await this.end(allocations.map(({ id }) => id));
    const exit = { kind: 'code', code: this.#options.exitCode, oom: false };
    for (const alloc of allocations) {
      const lines = Array.from(
        { length: await this.#count(alloc.id) },
        (_, index) => `line ${(index + 1).toString()}\n`,
      );
      await eventually(async () => {
        expect(onlyTask(await this.#again(alloc)), alloc.name).to.deep.include({ phase: 'ended', exit });
        expect(await this.#agent.printed(alloc, 'task'), alloc.name).to.equal(lines.join(''));
        return true;
      }, 20_000);
    }
  }

  async #count(alloc: AllocId): Promise<number> {
    return eventually(async () => {
      const printed = await readFile(this.#data(alloc, 'printed'), 'utf8');
      return printed.endsWith('\n') && Number(printed);
    }, 10_000);
  }

  async #again({ id }: AllocStatus): Promise<AllocStatus> {
    return valueOf(await this.#agent.client.find(id));
  }

  async #of(driver: Driver): Promise<readonly AllocStatus[]> {
    return (await this.#agent.allocations()).filter(({ group }) => group === driver);
  }

  #data(alloc: AllocId, name: string): string {
    return join(this.#agent.directory, 'state/allocs', alloc, 'alloc/data', name);
  }
}

function onlyTask({ id, tasks }: AllocStatus): TaskState {
  const [task] = tasks;
  if (task === undefined) throw new Error(`allocation ${id} has no task`);
  return task;
}
