import type { AllocId, AttemptToken, SpecHash } from '../../domain/model/ids.js';
import type { Ids } from '../../domain/ports/ids.js';

/**
 * Ids that are the same in every run: each has the form of a UUID and counts up in its first characters, which are all
 * that names show of it; what is equal has one hash.
 */
export class CountedIds implements Ids {
  readonly #seed: number;
  readonly #hashes = new Map<string, SpecHash>();
  #allocs = 0;
  #attempts = 0;

  constructor(seed = 1) {
    this.#seed = seed;
  }

  alloc(): AllocId {
    this.#allocs += 1;
    return uuid(0xa110_0000 + this.#allocs) as AllocId;
  }

  attempt(): AttemptToken {
    this.#attempts += 1;
    return uuid(0xa77e_0000 + this.#attempts) as AttemptToken;
  }

  specHash(content: unknown): SpecHash {
    const text = inOrder(content);
    const hash = this.#hashes.get(text) ?? (`spec-${(this.#hashes.size + 1).toString()}` as SpecHash);
    this.#hashes.set(text, hash);
    return hash;
  }

  seed(): number {
    return this.#seed;
  }
}

const uuid = (first: number): string => `${first.toString(16)}-0000-4000-8000-000000000000`;

const inOrder = (content: unknown): string =>
  JSON.stringify([content], (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
