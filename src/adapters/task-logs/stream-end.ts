import type { LogFiles } from './log-files.js';
import { lastLineStart } from './positioned-io.js';

/**
 * An end of what one stream's files hold: so many bytes from the beginning of one of them on, through the ones after it.
 * It stays true while a begun line moves from one file to the next.
 *
 * Fewer than none: the file begins behind the end, in the middle of what was printed at once. So many bytes are in files
 * before it, and perhaps gone with them; when they are read again, they are passed over.
 */
export interface StreamEnd {
  readonly index: number;
  readonly offset: number;
}

/** The same end, once all that its file has from `start` on was moved to the next one. */
export const afterRotation = ({ index, offset }: StreamEnd, start: number): StreamEnd => ({
  index: index + 1,
  offset: offset - start,
});

/**
 * Cuts off what the files hold behind an end, the newest first, so that whoever reads meanwhile never takes what is left
 * of one for all of it.
 *
 * When there is less than that, power failed before the kernel had written it. Then the line goes whose rest is missing.
 */
export async function cutBehind(files: LogFiles, end: StreamEnd): Promise<void> {
  const indexes = await files.indexes();
  const [first = 0] = indexes;
  let { index, offset } = end.index < first ? { index: first, offset: 0 } : end;
  for (const next of indexes.filter((each) => each > index)) {
    const size = await sizeOf(files, index);
    if (size >= offset) break;
    [index, offset] = [next, offset - size];
  }
  for (const later of indexes.filter((each) => each > index).reverse()) await files.remove(later);
  const last = indexes.filter((each) => each <= index).at(-1);
  if (last !== undefined) await cut(files, last, last === index ? offset : Infinity);
}

async function sizeOf(files: LogFiles, index: number): Promise<number> {
  const file = await files.open(index);
  try {
    return (await file.stat()).size;
  } finally {
    await file.close();
  }
}

async function cut(files: LogFiles, index: number, bytes: number): Promise<void> {
  const file = await files.open(index);
  try {
    const { size } = await file.stat();
    await file.truncate(size < bytes ? await lastLineStart(file, size) : Math.max(0, bytes));
  } finally {
    await file.close();
  }
}
