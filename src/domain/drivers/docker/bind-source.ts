import { isAbsolute, isWithin, parentOf, resolveFrom } from '../../shared/path.js';
import type { Place } from '../../shape/shape.js';
import type { DockerContext } from './context.js';

export interface BindSource {
  /** Absolute, on the host. */
  readonly source: string;
  /** See a bind's `within`. */
  readonly within?: string;
}

/**
 * The source of a bind as this host allows it: anywhere when the operator lets tasks mount what they like, otherwise in
 * the directory of their allocation. Relative ones begin at the task's directory. `private` is for no task to see.
 */
export function bindSource(
  source: string,
  at: Place,
  { policy, request }: DockerContext,
): BindSource | undefined {
  if (request === undefined) {
    const elsewhere = isAbsolute(source) && !policy.volumesEnabled;
    return elsewhere ? outside(source, at) : { source };
  }
  const { directories } = request;
  const path = resolveFrom(directories.root, source);
  if (isWithin(path, directories.private)) return outside(source, at);
  if (policy.volumesEnabled) return { source: path };
  const within = parentOf(directories.shared);
  return isWithin(path, within) ? { source: path, within } : outside(source, at);
}

function outside(source: string, at: Place): undefined {
  at.report({
    path: at.path,
    message: `binds "${source}", which is not in the directory of the task's allocation`,
    suggestion: 'use a path such as "local/data", a volume of the group, or docker.volumes.enabled',
  });
  return undefined;
}

/** Reports a volume that an engine would make or find by name, where only an operator may let tasks have those. */
export function volumeRefused(at: Place): undefined {
  at.report({
    path: at.path,
    message: 'needs a volume of the engine, which this host does not let tasks have',
    suggestion: 'an operator can allow it with docker.volumes.enabled',
  });
  return undefined;
}
