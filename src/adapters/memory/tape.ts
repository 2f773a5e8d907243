import type { LogChunk, LogPosition, OutputStream } from '../../domain/model/instance.js';
import { Bell } from './bell.js';

/** What one instance printed, from its first byte. A position is the number of chunks before it. */
export class Tape {
  readonly #chunks: LogChunk[] = [];
  readonly #bell = new Bell();
  #closed = false;

  write(stream: OutputStream, bytes: Uint8Array): void {
    const position = (this.#chunks.length + 1).toString() as LogPosition;
    this.#chunks.push({ stream, bytes, position });
    this.#bell.ring();
  }

  /** Nothing more will be printed. */
  close(): void {
    this.#closed = true;
    this.#bell.ring();
  }

  async *read(
    after: LogPosition | undefined,
    signal: AbortSignal,
  ): AsyncGenerator<LogChunk, void, undefined> {
    for (let index = after === undefined ? 0 : Number(after); !signal.aborted;) {
      const chunk = this.#chunks[index];
      if (chunk !== undefined) {
        index += 1;
        yield chunk;
      } else if (this.#closed) return;
      else await this.#bell.heard(signal);
    }
  }
}
