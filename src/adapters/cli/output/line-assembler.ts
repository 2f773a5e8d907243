const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/**
 * Makes lines out of chunks that were cut anywhere.
 *
 * A carriage return ends a line too, alone or with a line feed: otherwise a progress bar would overwrite the name before
 * it. A line longer than `limit` bytes comes in pieces, never cut within a character, so that no task can fill our
 * memory with one.
 */
export class LineAssembler {
  readonly #limit: number;
  #begun: Uint8Array = new Uint8Array();
  #afterReturn = false;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** The lines that these bytes end, without what ended them. */
  push(bytes: Uint8Array): readonly Uint8Array[] {
    const lines: Uint8Array[] = [];
    let start = 0;
    for (const end of lineEnds(bytes)) {
      const endsPair = this.#afterReturn && end === start && bytes[end] === lineFeed;
      this.#afterReturn = bytes[end] === carriageReturn;
      if (!endsPair) lines.push(...this.#extend(bytes.subarray(start, end)), this.#takeBegun());
      start = end + 1;
    }
    if (start < bytes.length) {
      this.#afterReturn = false;
      lines.push(...this.#extend(bytes.subarray(start)));
      // A copy: the chunk it lies in may be large, and is the caller's.
      this.#begun = new Uint8Array(this.#begun);
    }
    return lines;
  }

  /** The line that was begun and will not be ended. */
  flush(): readonly Uint8Array[] {
    return this.#begun.length === 0 ? [] : [this.#takeBegun()];
  }

  #takeBegun(): Uint8Array {
    const line = this.#begun;
    this.#begun = new Uint8Array();
    return line;
  }

  /** Adds to the line that is begun; what it had to give away since it grew too long. */
  #extend(bytes: Uint8Array): readonly Uint8Array[] {
    const pieces: Uint8Array[] = [];
    let line = this.#begun.length === 0 ? bytes : Buffer.concat([this.#begun, bytes]);
    while (line.length > this.#limit) {
      const end = characterBoundary(line, this.#limit);
      pieces.push(line.subarray(0, end));
      line = line.subarray(end);
    }
    this.#begun = line;
    return pieces;
  }
}

/** Positions of line feeds and carriage returns. */
function* lineEnds(bytes: Uint8Array): Generator<number> {
  let feed = bytes.indexOf(lineFeed);
  let back = bytes.indexOf(carriageReturn);
  while (feed !== -1 || back !== -1) {
    const next = feed === -1 || (back !== -1 && back < feed) ? back : feed;
    yield next;
    if (next === feed) feed = bytes.indexOf(lineFeed, next + 1);
    else back = bytes.indexOf(carriageReturn, next + 1);
  }
}

/** The last position up to `limit` at which a character of UTF-8 begins; `limit` when these are no such characters. */
function characterBoundary(bytes: Uint8Array, limit: number): number {
  for (let end = limit; end > Math.max(0, limit - 4); end--) {
    if (((bytes[end] ?? 0) & 0xc0) !== 0x80) return end;
  }
  return limit;
}
