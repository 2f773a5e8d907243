import type { Attempt, TaskHandle } from '../model/handle.js';
import type { NumberedEvent } from '../model/event.js';
import type { AllocId } from '../model/ids.js';
import type { Kept } from '../model/kept.js';
import type { KeptAllocation, UnreadableAllocation } from '../model/kept-allocation.js';
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
  /**
   * Once the attempt's instance runs. Takes the place of what was remembered of the attempt before. Without the pid: whoever
   * reads the handle has not seen whose that is by then.
   */
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

  /** Takes the place of what was kept of these allocations before: of all of them, or of none. */
  keep(allocations: readonly KeptAllocation[]): Answer<undefined>;
  /** All that were kept and not dropped, the earliest submitted first. */
  allocations(): Answer<Kept<KeptAllocation, UnreadableAllocation>>;
  /**
   * Forgets all that is known of an allocation, its attempts and handles among it, also what can't be read. Once nothing of
   * it is on the host. Succeeds when nothing was known.
   */
  drop(alloc: AllocId): Answer<undefined>;

  /** Takes the place of what was recorded under these numbers before. The last `keptEvents` stay. */
  record(events: readonly NumberedEvent[]): Answer<undefined>;
  /** What was recorded after that number and is still kept, by number. What can't be read is left out. */
  events(after: number): Answer<readonly NumberedEvent[]>;
}

/** How many of the last events are kept. */
export const keptEvents = 10_000;
