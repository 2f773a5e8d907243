import type { Outlet } from '../surroundings.js';

/**
 * A way out that tells when it is full and when nobody reads any more.
 *
 * What is written after its reader left goes nowhere, so that whoever writes can end in order.
 */
export class Sink {
  readonly isTerminal: boolean;
  readonly #outlet: Outlet;
  readonly #gone = new AbortController();
  #roomAgain: Promise<void> | undefined;

  constructor(outlet: Outlet) {
    this.#outlet = outlet;
    this.isTerminal = outlet.isTTY === true;
    outlet.on('error', () => {
      this.#gone.abort();
    });
  }

  /** Aborts when the reader left. */
  get gone(): AbortSignal {
    return this.#gone.signal;
  }

  /** Undefined: as wide as one likes. */
  get columns(): number | undefined {
    return this.isTerminal ? this.#outlet.columns : undefined;
  }

  /** Resolves when more may come: at once, unless the reader is behind. Never rejects. */
  write(text: string | Uint8Array): Promise<void> {
    if (this.#gone.signal.aborted || this.#outlet.write(text)) return Promise.resolve();
    this.#roomAgain ??= this.#waitForRoom();
    return this.#roomAgain;
  }

  #waitForRoom(): Promise<void> {
    return new Promise((resolve) => {
      const settle = (): void => {
        this.#outlet.off('drain', settle);
        this.#gone.signal.removeEventListener('abort', settle);
        this.#roomAgain = undefined;
        resolve();
      };
      this.#outlet.on('drain', settle);
      this.#gone.signal.addEventListener('abort', settle);
    });
  }
}
