import type { Duplex } from 'node:stream';

import type { ExecOutput, ExecSession, TerminalSize } from '../../../domain/model/exec.js';
import type { Exit } from '../../../domain/model/exit.js';
import { FrameSplitter } from '../output/frame-splitter.js';

/** What ends the input of a program that reads from a terminal. */
const endOfInput = Uint8Array.of(4);

/** What the engine does for a session, besides carrying its bytes. */
export interface ExecControl {
  readonly resize: (size: TerminalSize) => void;
  /** How it ended, once it has; undefined when that can't be learned. */
  readonly ended: (closed: AbortSignal) => Promise<Exit | undefined>;
  /** Kills what is left of it. */
  readonly clear: () => Promise<void>;
}

/** A command that the engine runs in a container, over a connection with it. */
export class EngineExecSession implements ExecSession {
  readonly exit: Promise<Exit>;
  readonly #socket: Duplex;
  readonly #terminal: boolean;
  readonly #control: ExecControl;
  readonly #closed = new AbortController();

  constructor(socket: Duplex, terminal: boolean, control: ExecControl) {
    this.#socket = socket;
    this.#terminal = terminal;
    this.#control = control;
    this.exit = wholeness(socket).then((isWhole) => this.#ended(isWhole));
  }

  get output(): AsyncIterable<ExecOutput> {
    return this.#read();
  }

  write(bytes: Uint8Array): Promise<void> {
    return new Promise((resolve) => {
      this.#socket.write(bytes, () => {
        resolve();
      });
    });
  }

  endInput(): void {
    if (this.#terminal) void this.write(endOfInput);
    else this.#socket.end();
  }

  resize(size: TerminalSize): void {
    if (this.#terminal && !this.#closed.signal.aborted) this.#control.resize(size);
  }

  close(): void {
    if (this.#closed.signal.aborted) return;
    this.#closed.abort();
    this.#socket.destroy();
  }

  async *#read(): AsyncGenerator<ExecOutput, void, undefined> {
    const splitter = new FrameSplitter();
    try {
      for await (const piece of this.#socket as AsyncIterable<Buffer>) {
        if (this.#terminal) yield { stream: 'stdout', bytes: piece };
        else yield* splitter.push(piece);
      }
    } catch {
      // It broke off, or was closed.
    }
    try {
      await this.exit;
    } finally {
      this.close();
    }
  }

  async #ended(isWhole: boolean): Promise<Exit> {
    const exit = isWhole ? await this.#control.ended(this.#closed.signal) : undefined;
    const why = this.#closed.signal.aborted
      ? 'it was closed before it ended'
      : 'the engine does not say how it ended';
    await this.#control.clear();
    return exit ?? { kind: 'unknown', why, oom: false };
  }
}

/** Whether it came to its end or broke off, once it did; it may have before anybody listened. */
function wholeness(socket: Duplex): Promise<boolean> {
  if (socket.readableEnded || socket.destroyed) return Promise.resolve(socket.readableEnded);
  return new Promise((resolve) => {
    socket.once('end', () => {
      resolve(true);
    });
    socket.once('close', () => {
      resolve(false);
    });
  });
}
