interface Waiting {
  readonly key: string;
  readonly begin: () => void;
}

/**
 * Lets no more than so many things happen at once. Those that wait get their turns key by key: a key of which many wait
 * keeps no other from its next turn.
 */
export class FairTurns {
  readonly #limit: number;
  readonly #waiting = new Map<string, Waiting[]>();
  #taken = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  async take<T>(key: string, act: () => Promise<T>): Promise<T> {
    if (this.#taken < this.#limit) this.#taken += 1;
    else await this.#turn(key);
    try {
      return await act();
    } finally {
      this.#passOn();
    }
  }

  #turn(key: string): Promise<void> {
    return new Promise((begin) => {
      const queue = this.#waiting.get(key) ?? [];
      queue.push({ key, begin });
      this.#waiting.set(key, queue);
    });
  }

  /** To the key that has waited longest since its last turn, which then stands behind all others. */
  #passOn(): void {
    const [key, queue] = this.#waiting.entries().next().value ?? [];
    const next = queue?.shift();
    if (key === undefined || queue === undefined || next === undefined) {
      this.#taken -= 1;
      return;
    }
    this.#waiting.delete(key);
    if (queue.length > 0) this.#waiting.set(key, queue);
    next.begin();
  }
}
