import type { FileHandle } from 'node:fs/promises';

import type { LogFiles } from './log-files.js';
import { copyRange, lastLineStart, wholeLines, writeAt } from './positioned-io.js';
import { afterRotation, cutBehind, type StreamEnd } from './stream-end.js';

export interface Bounds {
  readonly maxFiles: number;
  readonly maxFileBytes: number;
}

/** Where writing went on, and what is done whenever a file has been left behind for good. */
export interface Resumption {
  /** Undefined: behind all there is. */
  readonly end: StreamEnd | undefined;
  readonly onRotated: () => Promise<void>;
}

interface Current {
  readonly index: number;
  readonly file: FileHandle;
  readonly size: number;
  /** Where the line begins that is not ended yet. */
  readonly lineStart: number;
}

/**
 * One stream in numbered files, of which the newest grows and the oldest goes.
 *
 * Bytes are in the file once `append` resolves: nothing is held back until its line ends. A line that does not fit any
 * more therefore moves to the next file with its beginning. Only one that is longer than a whole file is cut.
 *
 * Where one file is all that is allowed, the beginning of a line is in two of them for a moment: it must not be gone
 * whenever the process is killed.
 */
export class RotatingFile {
  readonly #files: LogFiles;
  readonly #bounds: Bounds;
  readonly #onRotated: () => Promise<void>;
  #current: Current;
  #settled: StreamEnd;
  /** Bytes that come again, though they are in files before this one. */
  #toPass: number;

  private constructor(files: LogFiles, bounds: Bounds, current: Current, { end, onRotated }: Resumption) {
    this.#files = files;
    this.#bounds = bounds;
    this.#onRotated = onRotated;
    this.#current = current;
    this.#toPass = Math.max(0, -(end?.offset ?? 0));
    this.#settled = { index: current.index, offset: current.size - this.#toPass };
  }

  /** Goes on at an end. Rejects with the errno of the call that failed, as all methods do. */
  static async open(files: LogFiles, bounds: Bounds, from: Resumption): Promise<RotatingFile> {
    await undoHalfRotation(files);
    if (from.end !== undefined) await cutBehind(files, from.end);
    const index = (await files.indexes()).at(-1) ?? 0;
    const file = await files.open(index);
    try {
      const { size } = await file.stat();
      const current = { index, file, size, lineStart: await lastLineStart(file, size) };
      await removeUpTo(files, index - bounds.maxFiles);
      return new RotatingFile(files, bounds, current, from);
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /** What was there after the last append that was finished. */
  get settled(): StreamEnd {
    return this.#settled;
  }

  async append(bytes: Uint8Array): Promise<void> {
    const passed = Math.min(bytes.length, this.#toPass);
    this.#toPass -= passed;
    await this.#appendAll(bytes.subarray(passed));
    this.#settled = { index: this.#current.index, offset: this.#current.size - this.#toPass };
  }

  async #appendAll(bytes: Uint8Array): Promise<void> {
    for (let left = bytes; left.length > 0;) {
      const room = Math.max(0, this.#bounds.maxFileBytes - this.#current.size);
      if (left.length <= room) return this.#write(left);
      const taken = this.#howManyNow(left.subarray(0, room));
      await this.#write(left.subarray(0, taken));
      left = left.subarray(taken);
      await this.#rotate();
    }
  }

  close(): Promise<void> {
    return this.#current.file.close();
  }

  /** Of bytes that fill the file: whole lines, or all of them when one line is all there is. */
  #howManyNow(fitting: Uint8Array): number {
    const whole = wholeLines(fitting);
    return whole === 0 && this.#current.lineStart === 0 ? fitting.length : whole;
  }

  async #write(bytes: Uint8Array): Promise<void> {
    const { file, size, lineStart } = this.#current;
    try {
      await writeAt(file, bytes, size);
    } catch (error) {
      // What the kernel took before it refused would stand behind whatever is written next.
      await file.truncate(size);
      throw error;
    }
    const whole = wholeLines(bytes);
    this.#current = {
      ...this.#current,
      size: size + bytes.length,
      lineStart: whole === 0 ? lineStart : size + whole,
    };
  }

  async #rotate(): Promise<void> {
    const { index, file, size, lineStart } = this.#current;
    const start = lineStart === 0 ? size : lineStart;
    const { maxFiles } = this.#bounds;
    // First, so that there are never more bytes than allowed.
    if (maxFiles > 1) await removeUpTo(this.#files, index + 1 - maxFiles);
    const next = await this.#begin(index + 1, start);
    this.#current = { index: index + 1, file: next, size: size - start, lineStart: 0 };
    this.#settled = afterRotation(this.#settled, start);
    await file.close();
    await this.#onRotated();
    if (maxFiles === 1) await removeUpTo(this.#files, index);
  }

  /** The next file, to which moves what the current one holds from `start` on. All stays as it is when that fails. */
  async #begin(index: number, start: number): Promise<FileHandle> {
    const { file, size } = this.#current;
    const next = await this.#files.make(index);
    try {
      await copyRange(file, { start, end: size }, next);
      await file.truncate(start);
      return next;
    } catch (error) {
      await next.close();
      await this.#files.remove(index);
      throw error;
    }
  }
}

async function removeUpTo(files: LogFiles, last: number): Promise<void> {
  if (last < 0) return;
  for (const index of await files.indexes()) if (index <= last) await files.remove(index);
}

/**
 * Who ended in the middle of a rotation left the beginning of a line at the end of one file, where no other rotation
 * leaves any, and at most a copy of it in the next.
 */
async function undoHalfRotation(files: LogFiles): Promise<void> {
  const [last, next] = (await files.indexes()).slice(-2);
  if (last === undefined || next !== last + 1) return;
  const file = await files.open(last);
  try {
    const { size } = await file.stat();
    const start = await lastLineStart(file, size);
    if (start > 0 && start < size) await files.remove(next);
  } finally {
    await file.close();
  }
}
