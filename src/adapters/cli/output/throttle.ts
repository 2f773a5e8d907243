/** Lets one through per period, by the times at which things happened. */
export class Throttle {
  readonly #periodMs: number;
  readonly #last = new Map<string, number>();

  constructor(periodMs: number) {
    this.#periodMs = periodMs;
  }

  /** Whether what happened `at` may pass; each key has its own period. */
  passes(key: string, at: number): boolean {
    const last = this.#last.get(key);
    if (last !== undefined && at - last < this.#periodMs) return false;
    this.#last.set(key, at);
    return true;
  }
}
