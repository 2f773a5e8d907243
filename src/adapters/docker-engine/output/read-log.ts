import type { LogChunk, OutputStream } from '../../../domain/model/instance.js';
import { type Frame, FrameSplitter, type Splitter } from './frame-splitter.js';
import { LogCursor } from './log-cursor.js';
import type { Marks } from './log-position.js';
import { TerminalSplitter } from './terminal-splitter.js';

/**
 * The chunks of a log as its body comes in, no faster than they are taken. Messages of one stream that came together
 * make one chunk. Throws when the body breaks off.
 */
export async function* readLog(
  body: AsyncIterable<Buffer>,
  terminal: boolean,
  after: Marks,
): AsyncGenerator<LogChunk> {
  const splitter: Splitter = terminal ? new TerminalSplitter() : new FrameSplitter();
  const cursor = new LogCursor(after);
  for await (const piece of body) yield* chunksOf(splitter.push(piece), cursor);
  yield* chunksOf(splitter.end(), cursor);
  for (const stream of ['stdout', 'stderr'] as const) {
    const bytes = cursor.finish(stream);
    if (bytes.length > 0) yield { stream, bytes, position: cursor.position };
  }
}

function* chunksOf(frames: readonly Frame[], cursor: LogCursor): Generator<LogChunk> {
  let gathered: Buffer[] = [];
  let stream: OutputStream | undefined;
  for (const frame of frames) {
    if (stream !== frame.stream) yield* chunk(stream, gathered, cursor);
    if (stream !== frame.stream) gathered = [];
    stream = frame.stream;
    const bytes = cursor.take(frame);
    if (bytes.length > 0) gathered.push(bytes);
  }
  yield* chunk(stream, gathered, cursor);
}

function* chunk(
  stream: OutputStream | undefined,
  gathered: readonly Buffer[],
  cursor: LogCursor,
): Generator<LogChunk> {
  if (stream === undefined || gathered.length === 0) return;
  yield { stream, bytes: Buffer.concat(gathered), position: cursor.position };
}
