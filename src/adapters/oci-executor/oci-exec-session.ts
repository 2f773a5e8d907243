import type { ExecOutput, ExecSession, TerminalSize } from '../../domain/model/exec.js';
import { type Exit, exitFromStatus } from '../../domain/model/exit.js';
import { merged } from './both-outputs.js';
import type { Launched } from './exec-launch.js';

/** What ends the input of a program that reads from a terminal. */
const endOfInput = Uint8Array.of(4);

export interface ExecControl {
  readonly resize: (size: TerminalSize) => Promise<void>;
  /** Kills what lives of the command. */
  readonly kill: () => Promise<void>;
  /** Takes everything of it off the host; answers whether the kernel had killed something for want of memory. */
  readonly clear: () => Promise<boolean>;
}

/** A command that an OCI runtime runs in a container, over the pipes to that runtime. */
export class OciExecSession implements ExecSession {
  readonly exit: Promise<Exit>;
  readonly #terminal: boolean;
  readonly #launched: Launched;
  readonly #control: ExecControl;
  #isOver = false;
  #isClosed = false;

  constructor(launched: Launched, terminal: boolean, control: ExecControl) {
    this.#launched = launched;
    this.#terminal = terminal;
    this.#control = control;
    const { child } = launched;
    const code = new Promise<number | null>((resolve) => {
      child.once('exit', resolve).once('error', () => {
        resolve(null);
      });
    });
    this.exit = code.then((status) => this.#ended(status));
  }

  get output(): AsyncIterable<ExecOutput> {
    return this.#read();
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  write(bytes: Uint8Array): Promise<void> {
    return new Promise((resolve) => {
      this.#launched.input.write(bytes, () => {
        resolve();
      });
    });
  }

  endInput(): void {
    if (this.#terminal) void this.write(endOfInput);
    else this.#launched.input.end();
  }

  resize(size: TerminalSize): void {
    if (this.#terminal && !this.#isOver) void this.#control.resize(size);
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    const { input, stdout, stderr } = this.#launched;
    for (const stream of [input, stdout, stderr]) stream.destroy();
    if (!this.#isOver) void this.#control.kill();
  }

  async *#read(): AsyncGenerator<ExecOutput, void, undefined> {
    const { stdout, stderr } = this.#launched;
    try {
      yield* merged(this.#terminal ? { stdout } : { stdout, stderr });
      await this.exit;
    } finally {
      this.close();
    }
  }

  async #ended(status: number | null): Promise<Exit> {
    this.#isOver = true;
    const wasClosed = this.#isClosed;
    const oom = await this.#control.clear();
    if (wasClosed) return { kind: 'unknown', why: 'it was closed before it ended', oom };
    return status === null
      ? { kind: 'unknown', why: 'the runtime that ran it was ended', oom }
      : exitFromStatus(status, oom);
  }
}
