const atOnce = 4;

/**
 * Lets few plugins run at a time. What all networks share, such as the bridge, is made by the first: plugins look whether
 * it is there and make it otherwise, and of two that do so at once one fails or both make it. So it is one at a time
 * until a network was made.
 */
export class PluginGate {
  readonly #waiting: (() => void)[] = [];
  #running = 0;
  #limit = 1;

  /** Once there is all that networks share. */
  widen(): void {
    this.#limit = atOnce;
  }

  async pass<T>(act: () => Promise<T>): Promise<T> {
    if (this.#running >= this.#limit) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#running += 1;
    try {
      return await act();
    } finally {
      this.#leave();
    }
  }

  /** Who waits takes the place over; after it was widened there is room for more than one of them. */
  #leave(): void {
    this.#running -= 1;
    while (this.#running < this.#limit) {
      const next = this.#waiting.shift();
      if (next === undefined) return;
      this.#running += 1;
      next();
    }
  }
}
