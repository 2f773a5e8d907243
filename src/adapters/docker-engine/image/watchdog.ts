import type { Clock } from '../../../domain/ports/clock.js';

/** Barks once when nobody has fed it for a while. */
export class Watchdog {
  readonly #clock: Clock;
  readonly #patienceMs: number;
  readonly #stopped = new AbortController();
  readonly #starved = new AbortController();
  #fedAt: number;

  constructor(clock: Clock, patienceMs: number) {
    this.#clock = clock;
    this.#patienceMs = patienceMs;
    this.#fedAt = clock.now();
    void this.#guard();
  }

  /** Aborts when it barks. */
  get starved(): AbortSignal {
    return this.#starved.signal;
  }

  feed(): void {
    this.#fedAt = this.#clock.now();
  }

  stop(): void {
    this.#stopped.abort();
  }

  async #guard(): Promise<void> {
    const { signal } = this.#stopped;
    for (;;) {
      const leftMs = this.#fedAt + this.#patienceMs - this.#clock.now();
      if (leftMs <= 0) break;
      await this.#clock.sleep(leftMs, signal);
      if (signal.aborted) return;
    }
    this.#starved.abort();
  }
}
