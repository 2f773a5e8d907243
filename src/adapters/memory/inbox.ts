interface Piece {
  readonly bytes: Uint8Array;
  readonly taken: () => void;
}

/** What is written to a command, from the writer to the reader: none is kept for longer than until it is read. */
export class Inbox {
  readonly #pieces: Piece[] = [];
  #open = true;
  #wake: () => void = () => undefined;

  /** Resolves once it was taken, or will never be. */
  put(bytes: Uint8Array): Promise<void> {
    if (!this.#open) return Promise.resolve();
    return new Promise((taken) => {
      this.#pieces.push({ bytes, taken });
      this.#wake();
    });
  }

  /** What was put before is still read. */
  end(): void {
    this.#open = false;
    this.#wake();
  }

  /** Nothing more is read. */
  close(): void {
    for (const { taken } of this.#pieces.splice(0)) taken();
    this.end();
  }

  async *taken(): AsyncGenerator<Uint8Array, void, undefined> {
    for (;;) {
      const piece = this.#pieces.shift();
      if (piece !== undefined) {
        piece.taken();
        yield piece.bytes;
      } else if (!this.#open) return;
      else
        await new Promise<void>((wake) => {
          this.#wake = wake;
        });
    }
  }
}
