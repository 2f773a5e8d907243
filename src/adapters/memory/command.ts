import type { ExecOutput, TerminalSize } from '../../domain/model/exec.js';
import type { Exit } from '../../domain/model/exit.js';
import type { SignalName } from '../../domain/model/signals.js';

/** What a command finds when it runs. */
export interface CommandIo {
  /** What is written to it, until no more will be. To be iterated once. */
  readonly input: AsyncIterable<Uint8Array>;
  /** As large as it is now; undefined without a terminal. */
  readonly terminal: () => TerminalSize | undefined;
  /** Resolves at the next change of its size. */
  readonly resized: () => Promise<void>;
}

/** A command in memory: prints, and in the end tells how it ended. It goes on only as fast as its output is taken. */
export type Command = (io: CommandIo) => AsyncGenerator<ExecOutput, Exit, undefined>;

/** Says what a command does; undefined when there is no such command. */
export type CommandScript = (command: readonly [string, ...string[]]) => Command | undefined;

/** Prints each of the words, in turn on stdout and on stderr, and ends with the code. */
export const say = (code: number, ...words: readonly string[]): Command =>
  async function* () {
    for (const [index, word] of words.entries())
      yield await Promise.resolve(printed(word, index % 2 === 0 ? 'stdout' : 'stderr'));
    return { kind: 'code', code, oom: false };
  };

/** Prints what is written to it until no more will be. */
export const echo: Command = async function* ({ input }) {
  for await (const bytes of input) yield { stream: 'stdout', bytes };
  return { kind: 'code', code: 0, oom: false };
};

/** Prints the word again and again. */
export const repeat = (word: string): Command =>
  async function* () {
    for (;;) yield await Promise.resolve(printed(word));
  };

export const dieOf = (signal: SignalName): Command =>
  // eslint-disable-next-line require-yield -- it prints nothing
  async function* () {
    return await Promise.resolve({ kind: 'signal', signal, oom: false } as const);
  };

/** Prints the rows and columns of its terminal as `stty size` does, now and whenever they change. */
export const tellSize: Command = async function* ({ terminal, resized }) {
  for (;;) {
    const { rows, columns } = terminal() ?? { rows: 0, columns: 0 };
    const change = resized();
    yield printed(`${rows.toString()} ${columns.toString()}\r\n`);
    await change;
  }
};

const printed = (word: string, stream: ExecOutput['stream'] = 'stdout'): ExecOutput => ({
  stream,
  bytes: new TextEncoder().encode(word),
});
