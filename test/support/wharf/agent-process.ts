import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';

import type { AllocStatus } from '../../../src/app/agent.js';
import { writeJobRecord } from '../../../src/domain/job/job-record.js';
import type { Job } from '../../../src/domain/model/job.js';
import { eventually } from '../../../src/testing/eventually.js';

const script = fileURLToPath(new URL('agent-host-process.js', import.meta.url));

/** A program that hosts an agent, as a process of its own. */
export class AgentProcess {
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  readonly #ended: Promise<unknown>;
  #printed = '';
  #asked = 0;

  /** Below `directory` are its state and its run directory. */
  constructor(directory: string) {
    this.#child = spawn(process.execPath, [script], {
      env: {
        PATH: process.env['PATH'],
        WHARF_STATE_DIR: join(directory, 'state'),
        WHARF_RUN_DIR: join(directory, 'run'),
        WHARF_DOCKER_ENABLED: 'false',
      },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.#child.stdout.setEncoding('utf8').on('data', (text: string) => (this.#printed += text));
    this.#ended = once(this.#child, 'close');
  }

  submit(job: Job): Promise<readonly AllocStatus[]> {
    return this.#ask(`submit ${JSON.stringify(writeJobRecord(job))}`);
  }

  show(): Promise<readonly AllocStatus[]> {
    return this.#ask('show');
  }

  purge(): Promise<readonly AllocStatus[]> {
    return this.#ask('purge');
  }

  /** Resolves once it has ended by itself. */
  async leave(): Promise<void> {
    await this.#ask('leave');
    await this.#ended;
  }

  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#ended;
  }

  async #ask(line: string): Promise<readonly AllocStatus[]> {
    this.#asked += 1;
    this.#child.stdin.write(`${line}\n`);
    const lines = await eventually(() => {
      const whole = this.#printed.split('\n').slice(0, -1);
      return whole.length >= this.#asked && whole;
    }, 30_000);
    return JSON.parse(lines[this.#asked - 1] ?? '[]') as readonly AllocStatus[];
  }
}
