import type { AllocId, AttemptToken, SpecHash } from '../model/ids.js';

/** The only source of what can't be computed or must not be guessed. */
export interface Ids {
  alloc(): AllocId;
  attempt(): AttemptToken;
  /** Equal for equal content whatever the order of keys. */
  specHash(content: unknown): SpecHash;
  /** A number from which the domain makes all its jitter. */
  seed(): number;
}
