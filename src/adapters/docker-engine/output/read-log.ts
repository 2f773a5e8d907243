import type { LogChunk, OutputStream } from '../../../domain/model/instance.js';
import { type Frame, FrameSplitter, type Splitter } from './frame-splitter.js';
import type { LogCursor } from './log-cursor.js';
import { TerminalSplitter } from './terminal-splitter.js';

/**
 * The chunks of a log as its body comes in, no faster than they are taken. Messages of one stream that came together
 * make one chunk. Throws when the body breaks off, or ends within a message.
 */
export async function* readLog(
  body: AsyncIterable<Buffer>,
  terminal: boolean,
  cursor: LogCursor,
): AsyncGenerator<LogChunk> {
  const splitter: Splitter = terminal ? new TerminalSplitter() : new FrameSplitter();
  for await (const piece of body) yield* chunksOf(splitter.push(piece), cursor);
  yield* chunksOf(splitter.end(), cursor);
}

/** The ends of last lines that lack one, once the task has ended. */
export function* finishLog(cursor: LogCursor): Generator<LogChunk> {
  for (const stream of ['stdout', 'stderr'] as const) yield* chunk(stream, [cursor.finish(stream)], cursor);
}

function* chunksOf(frames: readonly Frame[], cursor: LogCursor): Generator<LogChunk> {
  let gathered: Buffer[] = [];
  let stream: OutputStream | undefined;
  for (const frame of frames) {
    if (stream !== frame.stream) yield* chunk(stream, gathered, cursor);
    if (stream !== frame.stream) gathered = [];
    stream = frame.stream;
    gathered.push(cursor.take(frame));
  }
  yield* chunk(stream, gathered, cursor);
}

function* chunk(
  stream: OutputStream | undefined,
  gathered: readonly Buffer[],
  cursor: LogCursor,
): Generator<LogChunk> {
  const bytes = Buffer.concat(gathered);
  if (stream !== undefined && bytes.length > 0) yield { stream, bytes, position: cursor.position };
}
