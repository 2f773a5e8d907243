import type { TaskDirectories } from '../../model/directories.js';
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
 * one of the directories that wharf makes for the tasks of the group. Never what holds several of them: who can write
 * there can put a link in the place of one. Relative sources begin at the task's directory. `private` is for no task to
 * see.
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
  if (!isWithin(path, parentOf(directories.root))) return outside(source, at);
  const within = holderOf(path, directories);
  if (within === undefined) return tooMuch(source, at);
  return isPrivate(within, directories) ? outside(source, at) : { source: path, within };
}

/** The directory made for tasks, of this one or another, that a path of the allocation lies in. */
function holderOf(path: string, { root, shared }: TaskDirectories): string | undefined {
  if (isWithin(path, shared)) return shared;
  const allocation = parentOf(root);
  const [task, name] = path.slice(allocation.length + 1).split('/');
  return task === undefined || name === undefined ? undefined : `${allocation}/${task}/${name}`;
}

/** Every task of the group has one, under the same name. */
const isPrivate = (holder: string, { root, private: own }: TaskDirectories): boolean =>
  resolveFrom(parentOf(holder), own.slice(root.length + 1)) === holder;

function outside(source: string, at: Place): undefined {
  at.report({
    path: at.path,
    message: `binds "${source}", which is not in the directory of the task's allocation`,
    suggestion: 'use a path such as "local/data", a volume of the group, or docker.volumes.enabled',
  });
  return undefined;
}

function tooMuch(source: string, at: Place): undefined {
  at.report({
    path: at.path,
    message: `binds "${source}", which holds more than one of the directories made for tasks`,
    suggestion: 'use one of them, such as "local" or "../alloc"',
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
