import type { Answer } from './runtime.js';

/** The image of holders: of containers that do nothing but keep namespaces. It is made on the spot, so nothing is pulled. */
export interface HolderImage {
  /** As an engine knows it once the archive is loaded. */
  readonly name: string;
  /** Writes the archive that engines load it from, and tells where it is: an absolute path. */
  archive(): Answer<string>;
}
