import type { RunControl } from '../../app/app.js';
import type { Surroundings } from './surroundings.js';

/** What signals ask for: the first to stop in order, the next to kill. */
export class Interruption {
  readonly #stop = new AbortController();
  readonly #kill = new AbortController();
  readonly #unlisten: () => void;

  /** `onStop` is called once, when the first one asks. */
  constructor(surroundings: Pick<Surroundings, 'onSignal'>, onStop: () => void) {
    this.#unlisten = surroundings.onSignal(() => {
      if (this.#stop.signal.aborted) this.#kill.abort();
      else onStop();
      this.#stop.abort();
    });
  }

  get control(): RunControl {
    return { stop: this.#stop.signal, kill: this.#kill.signal };
  }

  /** Stops in order, as the first signal would. */
  stop(): void {
    this.#stop.abort();
  }

  /** From now on signals do what they would do otherwise. */
  end(): void {
    this.#unlisten();
  }
}
