import type { FileHandle } from 'node:fs/promises';

import { isHalfRotated } from './file-cursor.js';
import type { StreamFiles } from './log-files.js';
import type { StreamEnd } from './stream-end.js';

const pieceBytes = 64 * 1024;
const newline = 0x0a;

/** The end of what is there now; undefined when there is nothing that may be read. */
export async function presentEnd(files: StreamFiles): Promise<StreamEnd | undefined> {
  const ends: StreamEnd[] = [];
  for (const index of [...(await files.indexes())].reverse()) {
    const size = await withFile(files, index, async (file) => {
      const { size: bytes } = await file.stat();
      return ends.length > 0 && !(await isHalfRotated(file, bytes)) ? -1 : bytes;
    });
    if (size !== undefined && size >= 0) ends.push({ index, offset: size });
    if (size === -1 || ends.length === 2) break;
  }
  return ends.at(-1);
}

/** Where the last lines before an end begin. Reads from there backwards, a piece at a time. */
export async function lastLines(files: StreamFiles, end: StreamEnd, lines: number): Promise<StreamEnd> {
  if (lines <= 0) return end;
  const scan = new BackwardScan(lines);
  let first = end;
  for (const index of [...(await files.indexes())].reverse()) {
    if (index > end.index) continue;
    const found = await withFile(files, index, async (file) =>
      scan.look(file, index === end.index ? end.offset : (await file.stat()).size),
    );
    if (found === undefined) break;
    if (found >= 0) return { index, offset: found };
    first = { index, offset: 0 };
  }
  return first;
}

class BackwardScan {
  #missing: number;
  /** The newline at the very end begins no line. */
  #isAtEnd = true;

  constructor(lines: number) {
    this.#missing = lines;
  }

  /** Where the first of the lines begins, when that is among the first `size` bytes; otherwise -1. */
  async look(file: FileHandle, size: number): Promise<number> {
    const piece = new Uint8Array(Math.min(pieceBytes, size));
    for (let end = size; end > 0;) {
      const start = Math.max(0, end - piece.length);
      const { bytesRead } = await file.read(piece, 0, end - start, start);
      const found = this.#search(piece.subarray(0, bytesRead), bytesRead < end - start);
      if (found >= 0) return start + found;
      end = start;
    }
    return -1;
  }

  #search(piece: Uint8Array, isCut: boolean): number {
    if (isCut) this.#isAtEnd = false;
    for (let end = piece.length; end > 0;) {
      const at = piece.lastIndexOf(newline, end - 1);
      const ends = this.#isAtEnd && at === piece.length - 1;
      this.#isAtEnd = false;
      if (at < 0) return -1;
      if (!ends && --this.#missing === 0) return at + 1;
      end = at;
    }
    return -1;
  }
}

async function withFile<T>(
  files: StreamFiles,
  index: number,
  use: (file: FileHandle) => Promise<T>,
): Promise<T | undefined> {
  const file = await files.openToRead(index);
  try {
    return file === undefined ? undefined : await use(file);
  } finally {
    await file?.close();
  }
}
