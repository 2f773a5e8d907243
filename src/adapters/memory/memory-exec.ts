import type { ExecOutput, ExecSession, TerminalSize } from '../../domain/model/exec.js';
import type { Exit } from '../../domain/model/exit.js';
import { Bell } from './bell.js';
import type { Command } from './command.js';
import { Inbox } from './inbox.js';
import { onAbort } from './on-abort.js';

/** A command that runs beside an instance in memory. */
export class MemoryExec implements ExecSession {
  readonly exit: Promise<Exit>;
  readonly #running: AsyncGenerator<ExecOutput, Exit, undefined>;
  readonly #onEnd: () => void;
  readonly #inbox = new Inbox();
  readonly #sizes = new Bell();
  readonly #over = new AbortController();
  #size: TerminalSize | undefined;
  #tell: (exit: Exit) => void = () => undefined;

  constructor(command: Command, size: TerminalSize | undefined, onEnd: () => void) {
    this.#size = size;
    this.#onEnd = onEnd;
    this.exit = new Promise((resolve) => {
      this.#tell = resolve;
    });
    this.#running = command({
      input: this.#inbox.taken(),
      terminal: () => this.#size,
      resized: () => this.#sizes.heard(this.#over.signal),
    });
  }

  get output(): AsyncIterable<ExecOutput> {
    return this.#read();
  }

  write(bytes: Uint8Array): Promise<void> {
    return this.#inbox.put(bytes);
  }

  endInput(): void {
    this.#inbox.end();
  }

  resize(size: TerminalSize): void {
    if (this.#size === undefined) return;
    this.#size = size;
    this.#sizes.ring();
  }

  close(): void {
    this.#end({ kind: 'unknown', why: 'it was closed', oom: false });
  }

  async *#read(): AsyncGenerator<ExecOutput, void, undefined> {
    try {
      for (let next = await this.#next(); next !== undefined; next = await this.#next()) {
        if (next.done === true) {
          this.#end(next.value);
          return;
        }
        yield this.#size === undefined ? next.value : { ...next.value, stream: 'stdout' };
      }
    } finally {
      this.close();
    }
  }

  /** Undefined once it is over, whatever the command still does. */
  async #next(): Promise<IteratorResult<ExecOutput, Exit> | undefined> {
    if (this.#over.signal.aborted) return undefined;
    return new Promise((resolve) => {
      const forget = onAbort(this.#over.signal, () => {
        resolve(undefined);
      });
      void this.#running.next().then((next) => {
        forget();
        resolve(next);
      });
    });
  }

  #end(exit: Exit): void {
    if (this.#over.signal.aborted) return;
    this.#over.abort();
    this.#inbox.close();
    this.#tell(exit);
    this.#onEnd();
  }
}
