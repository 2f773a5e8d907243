import type { LogChunk, LogItem } from '../domain/model/instance.js';

/** The chunks of a log, whether it came to its end or broke off. */
export async function* chunksOf(log: AsyncIterable<LogItem>): AsyncGenerator<LogChunk, void, undefined> {
  for await (const item of log) if (item !== 'end') yield item;
}
