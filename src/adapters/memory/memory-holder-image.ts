import type { HolderImage } from '../../domain/ports/holder-image.js';
import type { Answer } from '../../domain/ports/runtime.js';
import { ok } from '../../domain/shared/result.js';

/** An image of which the archive is but a path. */
export class MemoryHolderImage implements HolderImage {
  readonly name = 'wharf-holder:1';

  archive(): Answer<string> {
    return Promise.resolve(ok('/run/wharf/holder-image.tar'));
  }
}
