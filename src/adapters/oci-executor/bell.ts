import { type FSWatcher, watch } from 'node:fs';

import type { Clock } from '../../domain/ports/clock.js';
import { onAbort } from './on-abort.js';

/** Milliseconds between looks while a directory can't be watched: it isn't there yet, or the kernel has no more watches. */
const blindMs = 100;

/** Waits for something to happen in directories. What it tells is a hint: a wait also ends when its time is over. */
export class Bell {
  readonly #clock: Clock;
  readonly #unwatched: Set<string>;
  readonly #watchers: FSWatcher[] = [];
  readonly #signal: AbortSignal;
  readonly #forget: () => void;
  readonly #ring = (): void => {
    this.#hasRung = true;
    // With a reason: without one the platform makes an exception, stack and all, at every ring.
    this.#pause?.abort('rung');
  };
  #hasRung = false;
  #pause: AbortController | undefined;

  constructor(directories: readonly string[], clock: Clock, signal: AbortSignal) {
    this.#clock = clock;
    this.#unwatched = new Set(directories);
    this.#signal = signal;
    this.#watch();
    this.#forget = onAbort(signal, this.#ring);
  }

  /** Whether something may have happened since the last wait; false when `boundMs` are over. */
  async wait(boundMs: number): Promise<boolean> {
    this.#watch();
    if (!this.#hasRung && !this.#signal.aborted) {
      this.#pause = new AbortController();
      const ms = this.#unwatched.size === 0 ? boundMs : Math.min(boundMs, blindMs);
      await this.#clock.sleep(ms, this.#pause.signal);
    }
    const hasRung = this.#hasRung;
    this.#hasRung = false;
    return hasRung;
  }

  close(): void {
    this.#forget();
    for (const watcher of this.#watchers) watcher.close();
  }

  #watch(): void {
    for (const directory of this.#unwatched) {
      const watcher = watcherOn(directory);
      if (watcher === undefined) continue;
      this.#watchers.push(watcher.on('change', this.#ring).on('error', this.#ring));
      this.#unwatched.delete(directory);
    }
  }
}

function watcherOn(directory: string): FSWatcher | undefined {
  try {
    return watch(directory);
  } catch {
    return undefined;
  }
}
