import type { AllocId, AttemptToken, SpecHash } from '../../domain/model/ids.js';
import type { Ids } from '../../domain/ports/ids.js';

/** Ids that are the same in every run: each has the form of a UUID and counts up; what is equal has one hash. */
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
    return uuid('a110c000', this.#allocs) as AllocId;
  }

  attempt(): AttemptToken {
    this.#attempts += 1;
    return uuid('a77e0000', this.#attempts) as AttemptToken;
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

const uuid = (prefix: string, count: number): string =>
  `${prefix}-0000-4000-8000-${count.toString().padStart(12, '0')}`;

const inOrder = (content: unknown): string =>
  JSON.stringify([content], (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
