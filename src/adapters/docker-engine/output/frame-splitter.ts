import type { OutputStream } from '../../../domain/model/instance.js';
import { ChunkQueue } from './chunk-queue.js';

/** One message of a container's output: a line, or a part of a long one. */
export interface Frame {
  readonly stream: OutputStream;
  readonly bytes: Buffer;
}

/** Takes a body apart as it comes. */
export interface Splitter {
  /** The messages that are complete with this chunk. */
  push(chunk: Buffer): readonly Frame[];
  /** What is left when the body has ended. Throws when that is the beginning of a message. */
  end(): readonly Frame[];
}

const headerBytes = 8;
/** No log driver writes larger messages; a header that says so is none. */
const maxFrameBytes = 64 * 1024 * 1024;

/**
 * Splits the engine's framed output: a byte that names the stream, three of nothing, four of length (big-endian), the
 * message. Throws when a header makes no sense, since all that follows would be garbage too.
 */
export class FrameSplitter implements Splitter {
  readonly #queue = new ChunkQueue();

  push(chunk: Buffer): readonly Frame[] {
    this.#queue.push(chunk);
    const frames: Frame[] = [];
    for (let frame = this.#next(); frame !== undefined; frame = this.#next()) frames.push(frame);
    return frames;
  }

  end(): readonly Frame[] {
    if (this.#queue.length > 0) throw new RangeError('the body ends in the middle of a message');
    return [];
  }

  #next(): Frame | undefined {
    if (this.#queue.length < headerBytes) return undefined;
    const header = this.#queue.peek(headerBytes);
    const stream = streams[header.readUInt8(0)];
    const length = header.readUInt32BE(4);
    if (stream === undefined || length > maxFrameBytes)
      throw new RangeError(`no frame begins with ${header.toString('hex')}`);
    if (this.#queue.length < headerBytes + length) return undefined;
    return { stream, bytes: this.#queue.take(headerBytes + length).subarray(headerBytes) };
  }
}

/** By number. 0 is input that a terminal repeats; 3 would be an error of the engine's own. */
const streams: readonly (OutputStream | undefined)[] = ['stdout', 'stdout', 'stderr'];
