import type { FileHandle } from 'node:fs/promises';

import type { LogChunk } from '../../domain/model/instance.js';
import { readLogLines } from './k8s-log.js';
import { type Place, writePosition } from './log-files.js';

/** conmon writes no line that is longer than what it reads at once, which is far less. */
const pieceBytes = 128 * 1024;

/** Reads one file of a log from a place in it, as far as whole lines are there. */
export class LogReader {
  readonly #file: FileHandle;
  #place: Place;

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
    const piece = Buffer.allocUnsafe(pieceBytes);
    const { bytesRead } = await this.#file.read(piece, 0, pieceBytes, offset);
    const { runs, consumed } = readLogLines(piece.subarray(0, bytesRead));
    // Without a newline in so much it is no log of conmon's: then it is passed over rather than read for ever.
    const skipped = consumed === 0 && bytesRead === pieceBytes ? bytesRead : consumed;
    if (skipped === 0) return undefined;
    this.#place = { generation, offset: offset + skipped };
    return runs.map(({ stream, bytes, end }) => ({
      stream,
      bytes,
      position: writePosition({ generation, offset: offset + end }),
    }));
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}
