import type { AllocDirectories, TaskDirectories } from '../model/directories.js';
import type { AllocId } from '../model/ids.js';
import type { Task } from '../model/job.js';
import type { TaskFile } from '../model/task-file.js';
import type { Answer } from './runtime.js';

/**
 * Makes and removes the directories of an allocation: `<root>/<alloc>/alloc/{logs,tmp,data}` shared by its tasks and
 * `<root>/<alloc>/<task>/{local,secrets,private,tmp}` per task, secrets and private in memory where the host allows.
 * Nobody but the owner of the root can enter an allocation's directory; in it, tasks of any user can write to all but
 * logs and private.
 */
export interface AllocDirectoriesPort {
  /**
   * Makes what is missing and leaves what is there; succeeds when all is. `permission-denied`, with a remedy, when the
   * root can't be written; `invalid-spec`, with nothing made, when a name would lead anywhere else.
   */
  create(alloc: AllocId, tasks: readonly Task[]): Answer<AllocDirectories>;

  /**
   * Writes a file below a task's directory, or at `../alloc/…` below the shared one, in one step, making the
   * directories on the way. `invalid-spec` when the path leads anywhere else, or to the logs; `conflict` when a
   * symbolic link, or something that is no directory, lies on the way: tasks write here, and what they plant is never
   * followed.
   */
  writeFile(task: TaskDirectories, file: TaskFile): Answer<undefined>;

  /**
   * Unmounts what is mounted in the allocation's directory, deepest first, then removes it; never crosses a mount:
   * `conflict` when one is in use, with what lies behind it untouched. Succeeds when nothing is there.
   */
  remove(alloc: AllocId): Answer<undefined>;
}
