import type { HostFacts } from '../../../domain/model/host.js';
import type { AllocDirectoriesPort } from '../../../domain/ports/alloc-directories.js';
import type { Clock } from '../../../domain/ports/clock.js';
import type { TaskDriver } from '../../../domain/ports/task-driver.js';
import type { TaskStore } from '../../../domain/ports/task-store.js';
import type { RunObserver } from '../../app.js';
import type { AllocationTasks, StartAdmission } from '../allocation-tasks.js';
import type { Networking } from '../network/networking.js';
import type { PendingRemovals } from '../pending-removals.js';

/** What allocations need to be held. */
export interface HoldingParts {
  readonly tasks: AllocationTasks;
  readonly networking: Networking;
  readonly admission: StartAdmission;
  readonly drivers: ReadonlyMap<string, TaskDriver>;
  readonly directories: AllocDirectoriesPort;
  /** One per runtime. */
  readonly removals: readonly PendingRemovals[];
  readonly store: TaskStore;
  readonly host: HostFacts;
  readonly clock: Clock;
  readonly policy: HoldingPolicy;
  readonly observer: RunObserver;
  /** Aborts when the agent leaves; what runs goes on without it. */
  readonly closed: AbortSignal;
}

export interface HoldingPolicy {
  /** Milliseconds before something that could not be made or written down is tried again. */
  readonly rewriteMs: number;
  /** In which what is left of an allocation's tasks is taken off the host before that is told as a failure. */
  readonly settleMs: number;
}
