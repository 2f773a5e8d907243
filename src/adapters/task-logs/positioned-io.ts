import type { FileHandle } from 'node:fs/promises';

/** All that is ever held of a file in memory at once. */
const pieceBytes = 64 * 1024;
const newline = 0x0a;

/** Writes all of the bytes, however few the kernel takes at a time. */
export async function writeAt(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}

/** Copies `[start, end)` of one file to the beginning of another. */
export async function copyRange(
  from: FileHandle,
  range: { readonly start: number; readonly end: number },
  to: FileHandle,
): Promise<void> {
  const piece = new Uint8Array(Math.min(pieceBytes, range.end - range.start));
  for (let at = range.start; at < range.end;) {
    const { bytesRead } = await from.read(piece, 0, Math.min(piece.length, range.end - at), at);
    if (bytesRead === 0) return;
    await writeAt(to, piece.subarray(0, bytesRead), at - range.start);
    at += bytesRead;
  }
}

/** Where the last line begins that no newline has ended, among the first `size` bytes. */
export async function lastLineStart(file: FileHandle, size: number): Promise<number> {
  const piece = new Uint8Array(Math.min(pieceBytes, size));
  for (let end = size; end > 0;) {
    const start = Math.max(0, end - piece.length);
    const { bytesRead } = await file.read(piece, 0, end - start, start);
    const found = piece.subarray(0, bytesRead).lastIndexOf(newline);
    if (found !== -1) return start + found + 1;
    end = start;
  }
  return 0;
}

/** How many of the bytes belong to lines that a newline ends. */
export const wholeLines = (bytes: Uint8Array): number => bytes.lastIndexOf(newline) + 1;
