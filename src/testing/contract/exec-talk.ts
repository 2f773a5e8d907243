import type { ExecOutput, ExecSession } from '../../domain/model/exec.js';
import type { Exit } from '../../domain/model/exit.js';
import type { OutputStream } from '../../domain/model/instance.js';
import { eventually, within } from '../eventually.js';

/** A session whose output is read as it comes. */
export class Talk {
  readonly session: ExecSession;
  readonly #boundMs: number;
  readonly #outputs: ExecOutput[] = [];
  readonly #read: Promise<void>;

  constructor(session: ExecSession, boundMs: number) {
    this.session = session;
    this.#boundMs = boundMs;
    this.#read = (async () => {
      for await (const output of session.output) this.#outputs.push(output);
    })();
  }

  printed(stream: OutputStream = 'stdout'): Buffer {
    const pieces = this.#outputs.filter((output) => output.stream === stream);
    return Buffer.concat(pieces.map(({ bytes }) => bytes));
  }

  text(stream: OutputStream = 'stdout'): string {
    return this.printed(stream).toString();
  }

  /** Resolves once it has printed `words` on stdout. */
  async saying(words: string): Promise<void> {
    await eventually(() => this.text().includes(words), this.#boundMs).catch((late: unknown) => {
      throw new Error(`it said ${JSON.stringify(this.text())}, not ${words}`, { cause: late });
    });
  }

  write(text: string | Uint8Array): Promise<void> {
    return within(this.#boundMs, this.session.write(Buffer.from(text)));
  }

  /** How it ended, once all of its output was read. */
  async ended(): Promise<Exit> {
    await within(this.#boundMs, this.#read);
    return within(this.#boundMs, this.session.exit);
  }
}
