import type { AllocId } from '../model/ids.js';
import type { Attempt, TaskHandle } from '../model/handle.js';
import type { Answer } from './runtime.js';

/** Keeps what is wanted and what is needed to find started tasks again. Each write is durable when it answers. */
export interface TaskStore {
  /** Before anything of the attempt is made on the host. Without effect when it is known. */
  intend(attempt: Attempt): Answer<undefined>;
  /** Once the attempt's instance runs. */
  remember(handle: TaskHandle): Answer<undefined>;
  /** Once a list proved that nothing of the task is left on the host. Succeeds when nothing was known. */
  forget(alloc: AllocId, task: string): Answer<undefined>;
  /** All attempts that were intended and not forgotten, the earliest intended first. */
  attempts(): Answer<readonly Attempt[]>;
  /** All handles that were remembered and not forgotten, the last one of each attempt. */
  handles(): Answer<readonly TaskHandle[]>;
}
