/** What was recorded, and what still is while somebody listens. */
export class Tape<T> {
  readonly #items: T[] = [];
  readonly #listeners = new Set<() => void>();
  #ended = false;
  /** How many listen. */
  playing = 0;
  /** How many items were given out. */
  given = 0;

  get length(): number {
    return this.#items.length;
  }

  push(...items: readonly T[]): void {
    this.#items.push(...items);
    this.#ring();
  }

  end(): void {
    this.#ended = true;
    this.#ring();
  }

  async *play(from: number, follow: boolean, signal: AbortSignal): AsyncGenerator<T> {
    this.playing += 1;
    const ring = (): void => {
      this.#ring();
    };
    signal.addEventListener('abort', ring);
    try {
      for (let at = from; !signal.aborted;) {
        const item = this.#items[at];
        if (item !== undefined) {
          at += 1;
          this.given += 1;
          yield item;
        } else if (!follow || this.#ended) return;
        else await new Promise<void>((resolve) => this.#listeners.add(resolve));
      }
    } finally {
      signal.removeEventListener('abort', ring);
      this.playing -= 1;
    }
  }

  #ring(): void {
    const listeners = [...this.#listeners];
    this.#listeners.clear();
    for (const wake of listeners) wake();
  }
}
