import { inTask, type TaskDirectories } from '../model/directories.js';
import type { Mount } from '../model/mount.js';
import { type Problem, problem } from '../shape/problem.js';

type Bind = Extract<Mount, { kind: 'bind' }>;

const bind = (source: string, target: string, readOnly = false): Bind => ({
  kind: 'bind',
  source,
  target,
  readOnly,
  propagation: 'private',
  within: source,
});

/**
 * A task's own directories: these very ones, so that a link in the place of one is no way to the host. None can be put
 * there while a task starts, either, but by one that the operator lets onto the host: what holds them is shown to no
 * task, save for the logs, which can't be moved where they are mounted.
 *
 * The logs are to read, and come after the directory that holds them.
 */
export const directoryMounts = (directories: TaskDirectories): readonly Bind[] => [
  bind(directories.shared, inTask.shared),
  bind(directories.logs, inTask.logs, true),
  bind(directories.local, inTask.local),
  bind(directories.secrets, inTask.secrets),
];

export const tmpMount = (directories: TaskDirectories): Bind => bind(directories.tmp, inTask.tmp);

/** Of two mounts at one place one would hide the other. */
export function targetProblems(mounts: readonly Mount[]): readonly Problem[] {
  const targets = mounts.map(({ target }) => target);
  const twice = targets.filter((target, index) => targets.indexOf(target) !== index);
  return [...new Set(twice)].map((target) =>
    problem('mount', `has ${target} as the target of more than one`),
  );
}
