import { onAbort } from './on-abort.js';

/** Wakes all who wait. A ring that nobody waits for is lost: look before waiting. */
export class Bell {
  #waiting = new Set<() => void>();

  ring(): void {
    const waiting = this.#waiting;
    this.#waiting = new Set();
    for (const wake of waiting) wake();
  }

  /** Resolves at the next ring, or as soon as `signal` aborts. */
  async heard(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    let forget = (): void => undefined;
    await new Promise<void>((wake) => {
      this.#waiting.add(wake);
      const forgetSignal = onAbort(signal, wake);
      forget = () => {
        this.#waiting.delete(wake);
        forgetSignal();
      };
    });
    forget();
  }
}
