import { type FSWatcher, watch } from 'node:fs';

import type { Clock } from '../../domain/ports/clock.js';

/** Milliseconds between looks when the kernel can't tell of changes: it has no more watches to give. */
const blindMs = 100;

/** Waits for something to happen in a directory. What it tells is a hint: a wait also ends when its time is over. */
export class Bell {
  readonly #clock: Clock;
  readonly #watcher: FSWatcher | undefined;
  readonly #signal: AbortSignal;
  readonly #ring = (): void => {
    this.#hasRung = true;
    this.#pause?.abort();
  };
  #hasRung = false;
  #pause: AbortController | undefined;

  constructor(directory: string, clock: Clock, signal: AbortSignal) {
    this.#clock = clock;
    this.#signal = signal;
    this.#watcher = watcherOn(directory);
    this.#watcher?.on('change', this.#ring).on('error', this.#ring);
    signal.addEventListener('abort', this.#ring, { once: true });
  }

  /** Whether something may have happened since the last wait; false when `boundMs` are over. */
  async wait(boundMs: number): Promise<boolean> {
    if (!this.#hasRung) {
      this.#pause = new AbortController();
      const ms = this.#watcher === undefined ? Math.min(boundMs, blindMs) : boundMs;
      await this.#clock.sleep(ms, this.#pause.signal);
    }
    const hasRung = this.#hasRung;
    this.#hasRung = false;
    return hasRung;
  }

  close(): void {
    this.#signal.removeEventListener('abort', this.#ring);
    this.#watcher?.close();
  }
}

function watcherOn(directory: string): FSWatcher | undefined {
  try {
    return watch(directory);
  } catch {
    return undefined;
  }
}
