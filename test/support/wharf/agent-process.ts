import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';

import type { AllocStatus } from '../../../src/app/agent.js';
import { writeJobRecord } from '../../../src/domain/job/job-record.js';
import type { Job } from '../../../src/domain/model/job.js';
import { within } from '../../../src/testing/eventually.js';
import type { DoneStep } from '../faults/mortality.js';

const script = fileURLToPath(new URL('agent-host-process.js', import.meta.url));

type Answer = readonly AllocStatus[] | readonly DoneStep[];

interface Asker {
  readonly answer: (told: Answer) => void;
  readonly fail: (reason: Error) => void;
}

/** It has ended before it answered. */
export class EndedError extends Error {}

const answerBoundMs = 30_000;

/** A program that hosts an agent, as a process of its own. */
export class AgentProcess {
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  readonly #ended: Promise<unknown>;
  readonly #askers: Asker[] = [];

  /** Below `directory` are its state and its run directory; `enter` goes before its command. */
  constructor(
    directory: string,
    environment: Readonly<Record<string, string>> = { WHARF_DOCKER_ENABLED: 'false' },
    enter: readonly string[] = [],
  ) {
    const [program, ...words] = [...enter, process.execPath, script];
    this.#child = spawn(program, words, {
      env: {
        PATH: process.env['PATH'],
        WHARF_STATE_DIR: join(directory, 'state'),
        WHARF_RUN_DIR: join(directory, 'run'),
        ...environment,
      },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.#child.stdin.on('error', () => undefined);
    createInterface({ input: this.#child.stdout }).on('line', (line) =>
      this.#askers.shift()?.answer(JSON.parse(line) as Answer),
    );
    this.#ended = once(this.#child, 'close').then(() => {
      for (const { fail } of this.#askers.splice(0)) fail(new EndedError('the agent has ended'));
    });
  }

  submit(job: Job): Promise<readonly AllocStatus[]> {
    return this.#show(`submit ${JSON.stringify(writeJobRecord(job))}`);
  }

  show(): Promise<readonly AllocStatus[]> {
    return this.#show('show');
  }

  purge(): Promise<readonly AllocStatus[]> {
    return this.#show('purge');
  }

  /** Those that it took so far, in the order in which they were done. */
  async steps(): Promise<readonly DoneStep[]> {
    return (await this.#ask('steps')) as readonly DoneStep[];
  }

  /** Resolves once it has ended by itself. */
  async leave(): Promise<void> {
    await this.#show('leave');
    await this.#ended;
  }

  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#ended;
  }

  /** The signal that it ended by, once it has. */
  async endedBy(): Promise<string | undefined> {
    await this.#ended;
    return this.#child.signalCode ?? undefined;
  }

  async #show(line: string): Promise<readonly AllocStatus[]> {
    return (await this.#ask(line)) as readonly AllocStatus[];
  }

  get isOver(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  #ask(line: string): Promise<Answer> {
    if (this.isOver) return Promise.reject(new EndedError('the agent has ended'));
    const told = new Promise<Answer>((answer, fail) => {
      this.#askers.push({ answer, fail });
    });
    this.#child.stdin.write(`${line}\n`);
    return within(answerBoundMs, told);
  }
}
