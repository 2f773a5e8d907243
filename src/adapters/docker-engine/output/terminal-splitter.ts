import { ChunkQueue } from './chunk-queue.js';
import type { Frame, Splitter } from './frame-splitter.js';
import { beginsWithStamp, stampBytes } from './stamp.js';

const newline = 10;
/** The engine cuts longer lines into messages of this size, each with a stamp of its own. */
const maxMessageBytes = 16 * 1024;

/**
 * Splits the output of a container with a terminal, which has no frames: a message ends with its line, or where a long
 * line was cut, which the stamp of the next one shows.
 */
export class TerminalSplitter implements Splitter {
  readonly #queue = new ChunkQueue();
  #searched = 0;

  push(chunk: Buffer): readonly Frame[] {
    this.#queue.push(chunk);
    const frames: Frame[] = [];
    for (let length = this.#next(); length > 0; length = this.#next()) frames.push(this.#take(length));
    return frames;
  }

  end(): readonly Frame[] {
    return this.#queue.length === 0 ? [] : [this.#take(this.#queue.length)];
  }

  #take(length: number): Frame {
    this.#searched = 0;
    return { stream: 'stdout', bytes: this.#queue.take(length) };
  }

  /** Bytes of the next complete message; 0 when there is none yet. */
  #next(): number {
    const cut = stampBytes + maxMessageBytes;
    const end = this.#queue.indexOf(newline, this.#searched);
    if (end >= 0 && end < cut) return end + 1;
    this.#searched = Math.min(this.#queue.length, cut);
    // Whether the line goes on in another message can be told once there is room for the stamp of one.
    if (this.#queue.length < cut + stampBytes) return 0;
    if (beginsWithStamp(this.#queue.peek(cut + stampBytes).subarray(cut))) return cut;
    return end >= 0 ? end + 1 : this.#queue.length;
  }
}
