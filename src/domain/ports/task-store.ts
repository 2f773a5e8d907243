import type { Attempt, TaskHandle } from '../model/handle.js';
import type { AllocId } from '../model/ids.js';
import type { Kept } from '../model/kept.js';
import type { Answer } from './runtime.js';

/**
 * Keeps what is wanted and what is needed to find started tasks again.
 *
 * Each write is durable when it answers. One that answers a fault may have been kept all the same, and can be asked
 * again. Any number of calls may be made at the same time. A task's name can be any text.
 *
 * A record that can't be read costs no other one: it is told of, by whose it is. When more than that can't be read the
 * answer is a fault, never less than was kept; who gets one knows nothing and removes nothing.
 */
export interface TaskStore {
  /** Before anything of the attempt is made on the host. Without effect when it is known. */
  intend(attempt: Attempt): Answer<undefined>;
  /** Once the attempt's instance runs. Takes the place of what was remembered of the attempt before. */
  remember(handle: TaskHandle): Answer<undefined>;
  /**
   * Once a list proved that nothing of the task is left on the host. Forgets what can't be read as well. Succeeds when
   * nothing was known.
   */
  forget(alloc: AllocId, task: string): Answer<undefined>;
  /** All attempts that were intended and not forgotten, the earliest intended first. */
  attempts(): Answer<Kept<Attempt>>;
  /** All handles that were remembered and not forgotten, the last one of each attempt. */
  handles(): Answer<Kept<TaskHandle>>;
}
