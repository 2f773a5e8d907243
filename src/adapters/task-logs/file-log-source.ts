import { fault } from '../../domain/faults/runtime-fault.js';
import type { Clock } from '../../domain/ports/clock.js';
import type { LogOrigin, LogReading, LogSource } from '../../domain/ports/log-source.js';
import type { Answer } from '../../domain/ports/runtime.js';
import { err, ok } from '../../domain/shared/result.js';
import { FileCursor } from './file-cursor.js';
import { lastLines, presentEnd } from './last-lines.js';
import { LogBell } from './log-bell.js';
import { LogDirectory } from './log-directory.js';
import { StreamFiles } from './log-files.js';
import { readErrno } from './read-errno.js';

/** Reads the files of a `FileLogSink`. What a task planted in the place of one is passed over. */
export class FileLogSource implements LogSource {
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async read(origin: LogOrigin, wish: LogReading, signal: AbortSignal): Answer<AsyncIterable<Uint8Array>> {
    try {
      const directory = await LogDirectory.open(origin.directory);
      try {
        const end = await presentEnd(filesOf(directory, origin, wish));
        if (end === undefined) return err(fault('not-found', `nothing that ${origin.task} printed is kept`));
        return ok(this.#give(origin, wish, signal));
      } finally {
        await directory.close();
      }
    } catch (error) {
      return err(readErrno(error, "task output can't be read"));
    }
  }

  /** Opens all anew, so that nothing is held for a caller who never begins. */
  async *#give(origin: LogOrigin, wish: LogReading, signal: AbortSignal): AsyncGenerator<Uint8Array> {
    const directory = await LogDirectory.open(origin.directory).catch(() => undefined);
    if (directory === undefined) return;
    try {
      yield* this.#giveFrom(directory, origin, wish, signal);
    } catch {
      // It can't be read further, which its end tells.
    } finally {
      await directory.close();
    }
  }

  async *#giveFrom(
    directory: LogDirectory,
    origin: LogOrigin,
    wish: LogReading,
    signal: AbortSignal,
  ): AsyncGenerator<Uint8Array> {
    const signals = [signal, origin.ended];
    const bell = wish.follow
      ? new LogBell(directory.at('.'), baseOf(origin, wish), this.#clock, signals)
      : undefined;
    let cursor: FileCursor | undefined;
    try {
      cursor = await cursorFor(filesOf(directory, origin, wish), wish);
      yield* followed(cursor, bell, origin.ended, signal);
    } finally {
      bell?.close();
      await cursor?.close();
    }
  }
}

async function* followed(
  cursor: FileCursor,
  bell: LogBell | undefined,
  ended: AbortSignal,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  while (!signal.aborted) {
    // In this order: what is there once it has ended is all that there will be.
    const isOver = bell === undefined || ended.aborted;
    for (let piece = await cursor.next(); piece !== undefined; piece = await cursor.next()) {
      yield piece;
      if (hasAborted(signal)) return;
    }
    if (isOver) return;
    await bell.heard();
  }
}

/** Asked anew: whoever took a piece may have aborted since. */
const hasAborted = (signal: AbortSignal): boolean => signal.aborted;

async function cursorFor(files: StreamFiles, { tailLines, follow }: LogReading): Promise<FileCursor> {
  const end = (await presentEnd(files)) ?? { index: 0, offset: 0 };
  const [first = end.index] = await files.indexes();
  const from = tailLines === undefined ? { index: first, offset: 0 } : await lastLines(files, end, tailLines);
  return new FileCursor(files, from, follow ? undefined : end);
}

const baseOf = ({ task }: LogOrigin, { stream }: LogReading): string => `${task}.${stream}`;

const filesOf = (directory: LogDirectory, origin: LogOrigin, wish: LogReading): StreamFiles =>
  new StreamFiles(directory, baseOf(origin, wish));
