import { adviseOn, type RuntimeFault } from '../../domain/faults/runtime-fault.js';
import type { AllocId } from '../../domain/model/ids.js';
import type { Failure } from '../../domain/model/report.js';
import type { AllocDirectoriesPort } from '../../domain/ports/alloc-directories.js';
import type { Clock } from '../../domain/ports/clock.js';
import { describeLeftover, type Leftover, type PendingRemovals } from './pending-removals.js';
import { steadfast } from './steadfast.js';

export interface ClearAllocationParts {
  readonly directories: Pick<AllocDirectoriesPort, 'remove'>;
  /** One per runtime. */
  readonly removals: readonly PendingRemovals[];
  readonly clock: Clock;
  readonly policy: ClearPolicy;
}

export interface ClearPolicy {
  /** Milliseconds in which what is left of its tasks is taken off the host. */
  readonly settleMs: number;
  /** Milliseconds in which its directories are tried to be removed, once every `removalPeriodMs`. */
  readonly directoriesMs: number;
  readonly removalPeriodMs: number;
}

/** Takes an allocation that has ended off the host: what is left of its tasks, then the directories they stood on. */
export class ClearAllocation {
  readonly #parts: ClearAllocationParts;

  constructor(parts: ClearAllocationParts) {
    this.#parts = parts;
  }

  /** Answers with what could not be taken back. Nothing is taken from under what may still run. */
  async clear(alloc: AllocId): Promise<readonly Failure[]> {
    const left = await this.#settle(alloc);
    if (left.length > 0) return [...left.map(describeLeftover), directoriesKept(alloc)];
    const fault = await this.#removeDirectories(alloc);
    return fault === undefined ? [] : [{ message: fault.message, remedy: fault.remedy }];
  }

  async #settle(alloc: AllocId): Promise<readonly Leftover[]> {
    const { removals, policy } = this.#parts;
    const isIts = (leftover: Leftover): boolean => leftover.alloc === alloc;
    const left = await Promise.all(removals.map((each) => each.settle(isIts, policy.settleMs, steadfast())));
    return left.flat();
  }

  /** A mount in them may be in use for a moment longer than the task that used it was there. */
  async #removeDirectories(alloc: AllocId): Promise<RuntimeFault | undefined> {
    const { directories, clock, policy } = this.#parts;
    for (const until = clock.steady() + policy.directoriesMs; ;) {
      const removed = await directories.remove(alloc);
      if (removed.ok) return undefined;
      if (adviseOn(removed.error.kind) === 'give-up' || clock.steady() >= until) return removed.error;
      await clock.sleep(policy.removalPeriodMs, steadfast());
    }
  }
}

const directoriesKept = (alloc: AllocId): Failure => ({
  message: `the directories of allocation ${alloc} stay, since it may use them`,
  remedy: 'remove them once it is gone',
});
