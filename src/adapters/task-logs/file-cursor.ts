import type { FileHandle } from 'node:fs/promises';

import type { StreamFiles } from './log-files.js';
import { lastLineStart } from './positioned-io.js';
import type { StreamEnd } from './stream-end.js';

const pieceBytes = 64 * 1024;

/**
 * Reads one stream's files in their order. Its place is told as an end is: bytes from the beginning of one file on, through
 * those after it. So it stays true while a begun line moves on, and while a writer cuts off and writes again the same.
 */
export class FileCursor {
  readonly #files: StreamFiles;
  #place: StreamEnd;
  #until: StreamEnd | undefined;
  #file: FileHandle | undefined;

  /** `until`: where it ends; undefined where more may come. */
  constructor(files: StreamFiles, place: StreamEnd, until: StreamEnd | undefined) {
    this.#files = files;
    this.#place = place;
    this.#until = until;
  }

  /** What comes next; undefined when there is nothing more for now. */
  async next(): Promise<Uint8Array | undefined> {
    while (!this.#isDone()) {
      this.#file ??= await this.#files.openToRead(this.#place.index);
      const piece = await this.#read();
      if (piece !== undefined) return piece;
      if (!(await this.#goOn())) return undefined;
    }
    return undefined;
  }

  async close(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    await file?.close();
  }

  #isDone(): boolean {
    const [at, until] = [this.#place, this.#until];
    if (until === undefined || at.index < until.index) return false;
    return at.index > until.index || at.offset >= until.offset;
  }

  async #read(): Promise<Uint8Array | undefined> {
    const { index, offset } = this.#place;
    const left = this.#until?.index === index ? this.#until.offset - offset : Infinity;
    const piece = Buffer.allocUnsafe(Math.min(pieceBytes, left));
    const bytesRead = (await this.#file?.read(piece, 0, piece.length, offset))?.bytesRead ?? 0;
    if (bytesRead === 0) return undefined;
    this.#place = { index, offset: offset + bytesRead };
    return piece.subarray(0, bytesRead);
  }

  /** At the end of a file: to the next one, if that is there and nothing more can come into this one. */
  async #goOn(): Promise<boolean> {
    const { index, offset } = this.#place;
    const indexes = await this.#files.indexes();
    const next = indexes.find((each) => each > index);
    const isThere = indexes.includes(index);
    const isGone = (await this.#file?.stat())?.nlink === 0;
    if (isGone && (isThere || next === undefined)) {
      // Removed by a writer that went on from a checkpoint: it comes again, with the same in it.
      await this.close();
      return isThere;
    }
    return next !== undefined && this.#moveOn(offset, next, next === indexes.at(-1));
  }

  async #moveOn(offset: number, next: number, isNewest: boolean): Promise<boolean> {
    const file = this.#file;
    const size = (await file?.stat())?.size ?? offset;
    if (offset < size) return true;
    // Of that very size: it may have been cut meanwhile, and is looked at again then.
    if (isNewest && file !== undefined && (await isHalfRotated(file, size))) return false;
    return this.#move(size, next);
  }

  async #move(size: number, next: number): Promise<true> {
    await this.close();
    if (this.#until?.index === this.#place.index) this.#until = moved(this.#until, size, next);
    this.#place = moved(this.#place, size, next);
    return true;
  }
}

/** What lies behind a file's end is at the beginning of the one right after it. */
const moved = ({ index, offset }: StreamEnd, size: number, next: number): StreamEnd => ({
  index: next,
  offset: next === index + 1 ? Math.max(0, offset - size) : 0,
});

/** Whether the next file holds only what is being copied from this one. */
export async function isHalfRotated(file: FileHandle, size: number): Promise<boolean> {
  const start = await lastLineStart(file, size);
  return start > 0 && start < size;
}
