import { join } from 'node:path';
import { text } from 'node:stream/consumers';

import { expect } from 'chai';

import { HttpAgentClient } from '../../../src/adapters/http-api/client/http-agent-client.js';
import type { AllocStatus, TaskState } from '../../../src/app/agent.js';
import { eventually } from '../../../src/testing/eventually.js';
import { valueOf } from '../../../src/testing/expect-result.js';
import type { Quay } from './quay.js';
import type { WharfProcess } from './wharf-process.js';

const never = new AbortController().signal;
/** So many at once that a crowd is soon gone, and no fewer than the engine likes. */
const purgedAtOnce = 10;

/** Agents as processes of their own, one after the other on the same directories, asked without another process. */
export class AgentHere {
  readonly directory: string;
  readonly client: HttpAgentClient;
  readonly #quay: Pick<Quay, 'directory' | 'wharf'>;
  readonly #environment: Readonly<Record<string, string>>;
  #process: WharfProcess | undefined;

  /** With a place of its own beside others, below the quay's directory, if it has a name. */
  constructor(
    quay: Pick<Quay, 'directory' | 'wharf'>,
    name = '',
    environment: Readonly<Record<string, string>> = {},
  ) {
    this.#quay = quay;
    this.directory = join(quay.directory, name);
    this.#environment = {
      WHARF_STATE_DIR: join(this.directory, 'state'),
      WHARF_RUN_DIR: join(this.directory, 'run'),
      ...environment,
    };
    this.client = new HttpAgentClient(join(this.directory, 'run', 'agent.sock'));
  }

  /** Answers as soon as it can be asked. */
  async start(): Promise<void> {
    const started = this.#quay.wharf(['agent'], this.#environment);
    this.#process = started;
    await eventually(async () => (await this.client.health()).ok, 20_000);
  }

  get pid(): number {
    return this.#process?.pid ?? 0;
  }

  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const ended = this.#process;
    this.#process = undefined;
    ended?.signal(signal);
    await ended?.gone(30_000);
  }

  async allocations(): Promise<readonly AllocStatus[]> {
    return valueOf(await this.client.allocations());
  }

  /** Of the first allocation, or the one of that group. */
  async allocation(group?: string): Promise<AllocStatus> {
    const found = (await this.allocations()).find((each) => group === undefined || each.group === group);
    return found ?? expect.fail(`there is no allocation ${group ?? ''}`);
  }

  /** The one task of it. */
  async task(group?: string): Promise<TaskState> {
    return (await this.allocation(group)).tasks[0] ?? expect.fail('it has no task');
  }

  /** Answers once that task runs and was started again so often. */
  async untilRuns(restarts: number, group?: string): Promise<TaskState> {
    return eventually(async () => {
      const task = await this.task(group);
      expect(task).to.include({ phase: 'running', restarts });
      expect(task.pid).to.be.a('number');
      return task;
    }, 30_000);
  }

  /** All that is kept of what a task printed. */
  async printed({ id }: AllocStatus, task: string): Promise<string> {
    const wish = { stream: 'stdout', tailLines: undefined, follow: false } as const;
    const bytes = valueOf(await this.client.logs(id, task, wish, never));
    return text(bytes);
  }

  /** Whatever became of a test, its tasks must not outlive it. */
  async leaveNothing(): Promise<void> {
    if (this.#process === undefined) await this.start();
    const left = [...(await this.allocations())];
    while (left.length > 0)
      await Promise.all(
        left.splice(0, purgedAtOnce).map(({ id }) => this.client.stop(id, true).then(valueOf)),
      );
    await this.end('SIGTERM');
  }
}
