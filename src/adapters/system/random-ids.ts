import { createHash, randomInt, randomUUID } from 'node:crypto';

import type { AllocId, AttemptToken, SpecHash } from '../../domain/model/ids.js';
import type { Ids } from '../../domain/ports/ids.js';
import { canonicalJson } from './canonical-json.js';

/** UUIDs for what must not be guessed, SHA-256 for what must be found equal. */
export class RandomIds implements Ids {
  alloc(): AllocId {
    return randomUUID() as AllocId;
  }

  attempt(): AttemptToken {
    return randomUUID() as AttemptToken;
  }

  specHash(content: unknown): SpecHash {
    return createHash('sha256').update(canonicalJson(content)).digest('hex') as SpecHash;
  }

  seed(): number {
    return randomInt(2 ** 32);
  }
}
