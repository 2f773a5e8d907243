/** Bytes that came in chunks, to be taken in other portions. Each byte is copied at most once however it was cut. */
export class ChunkQueue {
  #chunks: Buffer[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(chunk: Buffer): void {
    if (chunk.length === 0) return;
    this.#chunks.push(chunk);
    this.#length += chunk.length;
  }

  /** The next bytes, which stay in the queue; fewer when there are no more. */
  peek(count: number): Buffer {
    const [first] = this.#chunks;
    if (first !== undefined && first.length >= count) return first.subarray(0, count);
    const parts: Buffer[] = [];
    let missing = count;
    for (const chunk of this.#chunks) {
      if (missing <= 0) break;
      parts.push(chunk.subarray(0, missing));
      missing -= chunk.length;
    }
    return Buffer.concat(parts);
  }

  /** The next bytes, which leave the queue; fewer when there are no more. */
  take(count: number): Buffer {
    const taken = this.peek(count);
    this.#drop(taken.length);
    return taken;
  }

  /** How far from the front the byte is; -1 when it isn't there. */
  indexOf(byte: number, from = 0): number {
    let before = 0;
    for (const chunk of this.#chunks) {
      const found = from - before < chunk.length ? chunk.indexOf(byte, Math.max(0, from - before)) : -1;
      if (found >= 0) return before + found;
      before += chunk.length;
    }
    return -1;
  }

  #drop(count: number): void {
    let left = count;
    let gone = 0;
    while (left > 0) {
      const first = this.#chunks[gone];
      if (first === undefined) break;
      if (first.length > left) {
        this.#chunks[gone] = first.subarray(left);
        left = 0;
      } else {
        left -= first.length;
        gone += 1;
      }
    }
    if (gone > 0) this.#chunks.splice(0, gone);
    this.#length -= count - left;
  }
}
