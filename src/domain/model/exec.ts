import type { Exit } from './exit.js';
import type { OutputStream } from './instance.js';

/** A command to run beside the first process of a running instance, with what that one has. */
export interface ExecWish {
  readonly command: readonly [string, ...string[]];
  /** Undefined: without a terminal, with streams of its own. */
  readonly terminal: TerminalSize | undefined;
}

/** In characters. */
export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

/**
 * A command that runs beside a task. Whoever has it ends it: by reading its output to the end, or by closing it.
 */
export interface ExecSession {
  /**
   * What it prints, in order per stream, until it has ended and all of it was given. With a terminal all of it is stdout.
   * Reads on only as fast as its caller does. To be iterated once.
   */
  readonly output: AsyncIterable<ExecOutput>;
  /** Resolves once the bytes are taken; without effect when it no longer reads. */
  write(bytes: Uint8Array): Promise<void>;
  /** Tells it that no more will be written. */
  endInput(): void;
  /** Without effect when it has no terminal. */
  resize(size: TerminalSize): void;
  /** How it ended; unknown when it was closed before, or when the host does not tell. */
  readonly exit: Promise<Exit>;
  /** Ends it, if it has not ended, and frees what it held. Its output ends then. */
  close(): void;
}

export interface ExecOutput {
  readonly stream: OutputStream;
  readonly bytes: Uint8Array;
}
