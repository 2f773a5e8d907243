import type { LogPolicy } from '../../domain/model/job.js';

const newline = 10;

/** What would be in the files of one stream, oldest first. */
export class Segments {
  #segments: readonly Uint8Array[] = [new Uint8Array()];
  #end = 0;

  get all(): readonly Uint8Array[] {
    return this.#segments.filter((segment) => segment.length > 0);
  }

  /** Bytes that ever came. */
  get end(): number {
    return this.#end;
  }

  /** The rest of the segment in which that byte is, or of the first that is still there; none behind the last. */
  from(at: number): { readonly begin: number; readonly bytes: Uint8Array } | undefined {
    let begin = this.#end - this.#segments.reduce((sum, { length }) => sum + length, 0);
    for (const segment of this.#segments) {
      const skipped = Math.max(0, at - begin);
      if (skipped < segment.length) return { begin: begin + skipped, bytes: segment.subarray(skipped) };
      begin += segment.length;
    }
    return undefined;
  }

  append(bytes: Uint8Array, { maxFiles, maxFileBytes }: LogPolicy): void {
    for (const piece of piecesOf(bytes)) this.#add(piece, Math.max(1, maxFileBytes));
    this.#segments = this.#segments.slice(-Math.max(1, maxFiles));
    this.#end += bytes.length;
  }

  /** A line, the rest of one, or the beginning of one. What came of the line before moves along with it. */
  #add(piece: Uint8Array, limit: number): void {
    const last = this.#segments.at(-1) ?? new Uint8Array();
    const begun = last.subarray(last.lastIndexOf(newline) + 1);
    const earlier = last.subarray(0, last.length - begun.length);
    const line = joined(begun, piece);
    const next =
      earlier.length + line.length <= limit ? [joined(earlier, line)] : [earlier, ...cut(line, limit)];
    this.#segments = [...this.#segments.slice(0, -1), ...next.filter((segment) => segment.length > 0)];
  }
}

function piecesOf(bytes: Uint8Array): readonly Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let from = 0; from < bytes.length;) {
    const end = bytes.indexOf(newline, from) + 1;
    pieces.push(bytes.subarray(from, end === 0 ? bytes.length : end));
    from = end === 0 ? bytes.length : end;
  }
  return pieces;
}

const cut = (line: Uint8Array, limit: number): readonly Uint8Array[] =>
  Array.from({ length: Math.ceil(line.length / limit) }, (_, index) =>
    line.subarray(index * limit, (index + 1) * limit),
  );

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
