import type { Json } from '../../../domain/shared/json.js';
import { ChunkQueue } from './chunk-queue.js';

const newline = 10;
/** A line that never ends must not fill the memory; one that tells of a container has all its labels. */
const maxLineBytes = 16 * 1024 * 1024;

/**
 * The values of a body that has one JSON text per line, as they come. Lines that are no JSON are left out. Throws when
 * the body breaks off or a line is too long.
 */
export async function* jsonLines(body: AsyncIterable<Buffer>): AsyncGenerator<Json> {
  const queue = new ChunkQueue();
  for await (const chunk of body) {
    const known = queue.length;
    queue.push(chunk);
    for (let end = queue.indexOf(newline, known); end >= 0; end = queue.indexOf(newline))
      yield* parsed(queue.take(end + 1));
    if (queue.length > maxLineBytes) throw new RangeError('a line of the answer is too long');
  }
  yield* parsed(queue.take(queue.length));
}

function* parsed(line: Buffer): Generator<Json> {
  try {
    yield JSON.parse(line.toString()) as Json;
  } catch {
    return;
  }
}
