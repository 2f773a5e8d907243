import { untilAborted } from '../connection/until-aborted.js';

/** A quarter of the connections for questions: one container that does not answer leaves most of them to the others. */
const limit = 4;

/** Lets only a few jobs with the same key run at once. */
export class FewAtOnce<Key> {
  readonly #running = new Map<Key, Set<Promise<unknown>>>();

  isFull(key: Key): boolean {
    return (this.#running.get(key)?.size ?? 0) >= limit;
  }

  /** An aborted job does not wait for its turn: it runs at once, and has to see to it that it does nothing. */
  async run<T>(key: Key, signal: AbortSignal, job: () => Promise<T>): Promise<T> {
    while (this.isFull(key) && !signal.aborted)
      await untilAborted(Promise.race([...(this.#running.get(key) ?? [])]), signal);
    const mine = job();
    const running = this.#running.get(key) ?? new Set();
    this.#running.set(key, running.add(mine));
    try {
      return await mine;
    } finally {
      running.delete(mine);
      if (running.size === 0) this.#running.delete(key);
    }
  }
}
