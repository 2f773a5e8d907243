import { resolveFrom, leadsUp } from '../../shared/path.js';
import type { Place } from '../../shape/shape.js';

/** Where in the container a mount goes; a relative path begins at its root. */
export function mountTarget(written: string, at: Place): string | undefined {
  const path = resolveFrom('/', written);
  if (!leadsUp(written) && path !== '/') return path;
  at.report({ path: at.path, message: `must be a path below /, without "..", not "${written}"` });
  return undefined;
}
