import type { ExecOutput, ExecSession, ExecWish, TerminalSize } from '../../../src/domain/model/exec.js';
import type { Exit } from '../../../src/domain/model/exit.js';

const code = (value: number): Exit => ({ kind: 'code', code: value, oom: false });

/**
 * A command that does what its name says: `echo` prints its words, `fail` complains and ends with 3, `cat` gives back what
 * it is given, `size` prints its terminal's sizes, `flood` prints so many bytes as its first word says, `deaf` reads nothing.
 */
export class FakeExec implements ExecSession {
  readonly exit: Promise<Exit>;
  readonly output: AsyncIterable<ExecOutput>;
  /** How many bytes were read from it. */
  given = 0;
  closed = false;
  readonly #wish: ExecWish;
  readonly #lines: (ExecOutput | Exit)[] = [];
  #tellExit: (exit: Exit) => void = () => undefined;
  #wake: () => void = () => undefined;

  constructor(wish: ExecWish) {
    this.#wish = wish;
    this.exit = new Promise((resolve) => {
      this.#tellExit = resolve;
    });
    this.output = this.#run();
    const [name, ...words] = wish.command;
    if (name === 'echo') this.#say('stdout', `${words.join(' ')}\n`, code(0));
    if (name === 'fail') this.#say('stderr', 'it failed\n', code(3));
    if (name === 'size' && wish.terminal !== undefined) this.resize(wish.terminal);
  }

  write(bytes: Uint8Array): Promise<void> {
    if (this.#wish.command[0] === 'deaf') return new Promise(() => undefined);
    this.#say('stdout', bytes);
    return Promise.resolve();
  }

  endInput(): void {
    if (this.#wish.command[0] !== 'deaf') this.#push(code(0));
  }

  resize({ columns, rows }: TerminalSize): void {
    if (this.#wish.terminal !== undefined) this.#say('stdout', `${columns.toString()}x${rows.toString()}\n`);
  }

  close(): void {
    this.closed = true;
    const exit: Exit = { kind: 'unknown', why: 'it was closed', oom: false };
    this.#tellExit(exit);
    this.#push(exit);
  }

  #say(stream: ExecOutput['stream'], text: string | Uint8Array, then?: Exit): void {
    this.#push({ stream, bytes: Buffer.from(text) });
    if (then !== undefined) this.#push(then);
  }

  #push(line: ExecOutput | Exit): void {
    this.#lines.push(line);
    this.#wake();
  }

  async *#run(): AsyncGenerator<ExecOutput> {
    if (this.#wish.command[0] === 'flood') yield* this.#flood(Number(this.#wish.command[1]));
    for (;;) {
      for (const line of this.#lines.splice(0)) {
        if ('stream' in line) yield line;
        else {
          this.#tellExit(line);
          return;
        }
      }
      if (this.#lines.length > 0) continue;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  *#flood(bytes: number): Generator<ExecOutput> {
    for (let left = bytes; left > 0 && !this.closed; left -= 16_384) {
      this.given += Math.min(left, 16_384);
      yield { stream: 'stdout', bytes: Buffer.alloc(Math.min(left, 16_384), 'x') };
    }
    this.#push(code(0));
  }
}
