import { join } from 'node:path';

import type { AllocDirectories, TaskDirectories } from '../../domain/model/directories.js';
import type { AllocId } from '../../domain/model/ids.js';
import type { Task } from '../../domain/model/job.js';

/** One directory to be made. */
export interface PlannedDirectory {
  readonly path: string;
  readonly mode: number;
  /** Size of the file system in memory that it is to be; undefined: a plain directory. */
  readonly tmpfsMb: number | undefined;
}

const privateMb = 1;

/**
 * The directories of an allocation, each after the one that holds it.
 *
 * Tasks run as users of all kinds, of an image's own even, so what they may write is open to everybody, as it is under
 * Nomad. That is safe because nobody but root can enter the allocation's directory: a task reaches its own part
 * through the mounts it is given. The logs stay root's and, below a sticky directory, where they are: or a task could
 * plant a link where wharf will write.
 */
export function layout(directories: AllocDirectories, tasks: readonly Task[]): readonly PlannedDirectory[] {
  const plain = (path: string, mode: number): PlannedDirectory => ({ path, mode, tmpfsMb: undefined });
  const { root, shared, logs } = directories;
  return [
    plain(root, 0o700),
    plain(shared, 0o1777),
    plain(logs, 0o755),
    plain(join(shared, 'tmp'), 0o1777),
    plain(join(shared, 'data'), 0o777),
    ...tasks.flatMap(({ name, resources }) => {
      const own = taskDirectories(directories, name);
      return [
        plain(own.root, 0o755),
        plain(own.local, 0o777),
        plain(own.tmp, 0o1777),
        { path: own.secrets, mode: 0o777, tmpfsMb: resources.secretsMb },
        { path: own.private, mode: 0o700, tmpfsMb: privateMb },
      ];
    }),
  ];
}

/** `root` holds all allocations. */
export function directoriesOf(root: string, alloc: AllocId, tasks: readonly Task[]): AllocDirectories {
  const own = join(root, alloc);
  const bare = { root: own, shared: join(own, 'alloc'), logs: join(own, 'alloc', 'logs') };
  return { ...bare, tasks: Object.fromEntries(tasks.map(({ name }) => [name, taskDirectories(bare, name)])) };
}

function taskDirectories(
  { root, shared, logs }: Omit<AllocDirectories, 'tasks'>,
  task: string,
): TaskDirectories {
  const own = join(root, task);
  return {
    root: own,
    shared,
    logs,
    local: join(own, 'local'),
    secrets: join(own, 'secrets'),
    private: join(own, 'private'),
    tmp: join(own, 'tmp'),
  };
}

/** Whether a word from outside names one entry of a directory, and nothing beside or above it. */
export const isPlainName = (name: string): boolean =>
  name !== '' && name !== '.' && name !== '..' && !/[/\\\0]/.test(name) && Buffer.byteLength(name) <= 255;
