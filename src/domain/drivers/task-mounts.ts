import { inTask, type TaskDirectories } from '../model/directories.js';
import type { BindMount, Mount } from '../model/mount.js';
import type { NameFiles } from '../model/task-request.js';
import { type Problem, problem } from '../shape/problem.js';

const bind = (source: string, target: string, readOnly = false): BindMount => ({
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
export const directoryMounts = (directories: TaskDirectories): readonly BindMount[] => [
  bind(directories.shared, inTask.shared),
  bind(directories.logs, inTask.logs, true),
  bind(directories.local, inTask.local),
  bind(directories.secrets, inTask.secrets),
];

export const tmpMount = (directories: TaskDirectories): BindMount => bind(directories.tmp, inTask.tmp);

/** Where every task that has a file system of its own finds something mounted. */
export const directoryTargets: readonly string[] = [inTask.shared, inTask.logs, inTask.local, inTask.secrets];

/**
 * The files that say who is who in the network of the group, where the task has mounted nothing itself. The names of
 * hosts are the task's to change, as in Nomad: the file is no other task's.
 */
export function nameFileMounts(files: NameFiles | undefined, asked: readonly Mount[]): readonly BindMount[] {
  if (files === undefined) return [];
  const all = [bind(files.hosts, '/etc/hosts'), bind(files.resolvConf, '/etc/resolv.conf', true)];
  return all.filter(({ target }) => asked.every((mount) => mount.target !== target));
}

/** Of two mounts at one place one would hide the other. */
export const targetProblems = (mounts: readonly Mount[]): readonly Problem[] =>
  repeatedTargets(mounts.map(({ target }) => target));

export function repeatedTargets(targets: readonly string[]): readonly Problem[] {
  const twice = targets.filter((target, index) => targets.indexOf(target) !== index);
  return [...new Set(twice)].map((target) =>
    problem('mount', `has ${target} as the target of more than one`),
  );
}
