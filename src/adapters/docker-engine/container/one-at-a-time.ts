import { untilAborted } from '../connection/until-aborted.js';

/** Runs jobs with the same key one after the other. */
export class OneAtATime<Key> {
  readonly #last = new Map<Key, Promise<unknown>>();

  /** An aborted job does not wait for its turn: it runs at once, and has to see to it that it does nothing. */
  run<T>(key: Key, signal: AbortSignal, job: () => Promise<T>): Promise<T> {
    const before = this.#last.get(key) ?? Promise.resolve();
    const mine = untilAborted(before, signal).then(job);
    const all = Promise.allSettled([before, mine]);
    this.#last.set(key, all);
    void all.then(() => {
      if (this.#last.get(key) === all) this.#last.delete(key);
    });
    return mine;
  }
}
