import type { AllocDirectories, TaskDirectories } from '../model/directories.js';
import type { AllocId } from '../model/ids.js';
import type { Task } from '../model/job.js';
import type { TaskFile } from '../model/task-file.js';
import type { Answer } from './runtime.js';

/**
 * Makes and removes the directories of an allocation: `<root>/<alloc>/alloc/{logs,tmp,data}` shared by its tasks and
 * `<root>/<alloc>/<task>/{local,secrets,private,tmp}` per task, secrets and private on tmpfs where the host allows.
 */
export interface AllocDirectoriesPort {
  /** Makes what is missing; succeeds when all is there. `permission-denied`, with a remedy, when the root can't be written. */
  create(alloc: AllocId, tasks: readonly Task[]): Answer<AllocDirectories>;

  /** Writes a file below a task's directory; never through a symbolic link that leads out of it. */
  writeFile(task: TaskDirectories, file: TaskFile): Answer<undefined>;

  /** Unmounts, deepest first, then removes; never crosses a mount. Succeeds when nothing is there. */
  remove(alloc: AllocId): Answer<undefined>;
}
