import type { FileHandle } from 'node:fs/promises';

import type { LogChunk } from '../../domain/model/instance.js';
import { readLogLines } from './k8s-log.js';
import { type Place, writePosition } from './log-place.js';

/** conmon writes no line that is longer than what it reads at once, which is far less. */
const pieceBytes = 128 * 1024;
/** What is read at first of a log that grows line by line: Node has so little at hand, and has to make anything larger. */
const firstPieceBytes = 4000;

/** Reads one file of a log from a place in it, as far as whole lines are there. */
export class LogReader {
  readonly #file: FileHandle;
  #place: Place;
  #bytes = firstPieceBytes;

  constructor(file: FileHandle, place: Place) {
    this.#file = file;
    this.#place = place;
  }

  /** Behind everything that was read. */
  get place(): Place {
    return this.#place;
  }

  /** What comes next; undefined when there is nothing more for now. */
  async next(): Promise<readonly LogChunk[] | undefined> {
    const { generation, offset } = this.#place;
    const { piece, isFull } = await this.#read(offset);
    const { runs, consumed } = readLogLines(piece);
    // Without a newline in so much it is no log of conmon's: then it is passed over rather than read for ever.
    const skipped = consumed === 0 && isFull ? piece.length : consumed;
    if (skipped === 0) return undefined;
    this.#place = { generation, offset: offset + skipped };
    return runs.map(({ stream, bytes, end }) => ({
      stream,
      bytes,
      position: writePosition({ generation, offset: offset + end }),
    }));
  }

  /** Once more than a little is there, as much as there is at once. */
  async #read(offset: number): Promise<{ readonly piece: Buffer; readonly isFull: boolean }> {
    for (;;) {
      const piece = Buffer.allocUnsafe(this.#bytes);
      const { bytesRead } = await this.#file.read(piece, 0, piece.length, offset);
      const isFilled = bytesRead === piece.length;
      const isFull = isFilled && piece.length === pieceBytes;
      this.#bytes = isFilled ? pieceBytes : firstPieceBytes;
      if (isFull || !isFilled) return { piece: piece.subarray(0, bytesRead), isFull };
    }
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}
