interface Waiting {
  readonly key: string;
  readonly begin: () => void;
}

/**
 * Lets no more than so many things happen at once. Those that wait get their turns key by key: a key of which many wait
 * keeps no other from its next turn.
 */
export class FairTurns {
  readonly #waiting = new Map<string, Waiting[]>();
  #limit: number;
  #taken = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get isCrowded(): boolean {
    return this.#waiting.size > 0;
  }

  async take<T>(key: string, act: () => Promise<T>): Promise<T> {
    if (this.#taken < this.#limit && !this.isCrowded) this.#taken += 1;
    else await this.#turn(key);
    try {
      return await act();
    } finally {
      this.#taken -= 1;
      this.#letIn();
    }
  }

  /** From now on so many at once. What goes on is not cut short when it is fewer. */
  allow(limit: number): void {
    this.#limit = limit;
    this.#letIn();
  }

  #turn(key: string): Promise<void> {
    return new Promise((begin) => {
      const queue = this.#waiting.get(key) ?? [];
      queue.push({ key, begin });
      this.#waiting.set(key, queue);
    });
  }

  #letIn(): void {
    while (this.#taken < this.#limit) {
      const next = this.#next();
      if (next === undefined) return;
      this.#taken += 1;
      next.begin();
    }
  }

  /** Of the key that has waited longest since its last turn, which then stands behind all others. */
  #next(): Waiting | undefined {
    const [key, queue] = this.#waiting.entries().next().value ?? [];
    const next = queue?.shift();
    if (key === undefined || queue === undefined || next === undefined) return undefined;
    this.#waiting.delete(key);
    if (queue.length > 0) this.#waiting.set(key, queue);
    return next;
  }
}
