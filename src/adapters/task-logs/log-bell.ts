import { type FSWatcher, watch } from 'node:fs';

import type { Clock } from '../../domain/ports/clock.js';

/** Milliseconds after which there is a look though nothing rang; and where the kernel has no more watches. */
const lookMs = 1000;
const blindMs = 100;

/** Rings when something happens to files of one name in a directory. What it tells is a hint. */
export class LogBell {
  readonly #clock: Clock;
  readonly #watcher: FSWatcher | undefined;
  readonly #closed = new AbortController();
  #hasRung = false;
  #pause: AbortController | undefined;

  constructor(path: string, base: string, clock: Clock, signals: readonly AbortSignal[]) {
    this.#clock = clock;
    this.#watcher = watcherOn(path);
    this.#watcher?.on('change', (_, name) => {
      if (String(name).startsWith(base)) this.#ring();
    });
    this.#watcher?.on('error', this.#ring);
    AbortSignal.any([...signals]).addEventListener('abort', this.#ring, { signal: this.#closed.signal });
  }

  /** Until something may have happened since the last time. */
  async heard(): Promise<void> {
    if (!this.#hasRung) {
      this.#pause = new AbortController();
      await this.#clock.sleep(this.#watcher === undefined ? blindMs : lookMs, this.#pause.signal);
    }
    this.#hasRung = false;
  }

  close(): void {
    this.#closed.abort();
    this.#watcher?.close();
  }

  readonly #ring = (): void => {
    this.#hasRung = true;
    this.#pause?.abort();
  };
}

function watcherOn(path: string): FSWatcher | undefined {
  try {
    return watch(path);
  } catch {
    return undefined;
  }
}
