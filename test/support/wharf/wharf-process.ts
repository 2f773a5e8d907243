import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import { eventually, within } from '../../../src/testing/eventually.js';

const main = fileURLToPath(new URL('../../../src/main.js', import.meta.url));

export interface Surroundings {
  readonly stateDirectory: string;
  readonly runDirectory: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  /** Goes before the command, such as one that enters a namespace and becomes what it is given. */
  readonly enter?: readonly string[];
}

export interface Ended {
  readonly status: number | undefined;
  readonly signal: string | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** The built `wharf` as a process of its own, with directories of its own. */
export class WharfProcess {
  readonly #child: ChildProcess;
  readonly #ended: Promise<Ended>;
  #stdout = '';
  #stderr = '';

  constructor(words: readonly string[], surroundings: Surroundings) {
    const { stateDirectory, runDirectory, environment, stdin, enter = [] } = surroundings;
    const [program = process.execPath, ...rest] = [...enter, process.execPath, main, ...words];
    this.#child = spawn(program, rest, {
      env: {
        PATH: process.env['PATH'],
        HOME: process.env['HOME'],
        WHARF_STATE_DIR: stateDirectory,
        WHARF_RUN_DIR: runDirectory,
        ...environment,
      },
      stdio: 'pipe',
    });
    this.#child.stdin?.on('error', () => undefined);
    this.#child.stdin?.end(stdin ?? '');
    this.#child.stdout?.setEncoding('utf8').on('data', (text: string) => (this.#stdout += text));
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.#stderr += text));
    this.#ended = once(this.#child, 'close').then(([code, signal]) => ({
      status: (code as number | null) ?? undefined,
      signal: (signal as string | null) ?? undefined,
      stdout: this.#stdout,
      stderr: this.#stderr,
    }));
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get stdout(): string {
    return this.#stdout;
  }

  get stderr(): string {
    return this.#stderr;
  }

  /** Everything it printed, for messages. */
  get said(): string {
    return `${this.#stdout}\n${this.#stderr}`;
  }

  /** Waits until both streams together hold the text. */
  async says(text: string, boundMs = 20_000): Promise<void> {
    await eventually(() => this.said.includes(text) || this.#failIfEnded(text), boundMs);
  }

  signal(name: NodeJS.Signals): void {
    this.#child.kill(name);
  }

  async ended(boundMs = 60_000): Promise<Ended> {
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), boundMs);
    const ended = await this.#ended;
    clearTimeout(timer);
    if (ended.signal === 'SIGKILL')
      throw new Error(`wharf did not end in ${boundMs.toString()} ms:\n${this.said}`);
    return ended;
  }

  /** However it ends, also by a signal that was meant for it. */
  gone(boundMs: number): Promise<Ended> {
    return within(boundMs, this.#ended);
  }

  #failIfEnded(text: string): false {
    if (this.#child.exitCode === null) return false;
    throw new Error(
      `wharf ended with ${this.#child.exitCode.toString()} and never said "${text}":\n${this.said}`,
    );
  }
}
