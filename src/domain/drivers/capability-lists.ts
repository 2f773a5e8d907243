import { list } from '../shape/collections.js';
import { unless } from '../shape/refine.js';
import type { Shape } from '../shape/shape.js';
import { capability, notAllowed } from './capabilities.js';

/** Names to add, each of which the operator must allow. */
export const addedCapabilities = (
  allow: readonly string[],
  driver: 'docker' | 'exec' | 'java',
): Shape<readonly string[]> =>
  unless(list(capability()), (names) => {
    const refused = notAllowed(names, allow);
    if (refused.length === 0) return undefined;
    const wanted = names.includes('all') ? 'all' : refused.join(', ');
    return {
      message: `asks for ${wanted}, which this host does not allow`,
      suggestion: `an operator can allow it with ${driver}.allow_caps`,
    };
  });
