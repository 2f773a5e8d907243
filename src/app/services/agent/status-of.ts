import { isOver, progressOf, stateOf } from '../../../domain/keeping/alloc-state.js';
import type { TaskStatus } from '../../../domain/lifecycle/group-order.js';
import { allocName } from '../../../domain/model/allocation.js';
import type { TaskHandle } from '../../../domain/model/handle.js';
import type { Task } from '../../../domain/model/job.js';
import type {
  KeptAllocation,
  TaskProgress,
  UnreadableAllocation,
} from '../../../domain/model/kept-allocation.js';
import type { Failure } from '../../../domain/model/report.js';
import type { AllocStatus, TaskState } from '../../agent.js';

/** What of a task is not kept, but known just now. */
export interface TaskSighting {
  /** Undefined: nothing runs it. */
  readonly phase: TaskStatus['phase'] | undefined;
  readonly handle: TaskHandle | undefined;
  readonly isUnknown: boolean;
}

export const statusOf = (
  kept: KeptAllocation,
  failures: readonly Failure[],
  sightOf: (task: Task) => TaskSighting,
): AllocStatus => ({
  id: kept.allocation.id,
  name: allocName(kept.allocation),
  job: kept.allocation.job.id,
  group: kept.allocation.group.name,
  submittedAt: kept.submittedAt,
  wanted: kept.wanted && !isOver(kept),
  state: stateOf(kept),
  tasks: kept.allocation.group.tasks.map((task) =>
    taskState(task, progressOf(kept, task.name), sightOf(task)),
  ),
  failures,
});

function taskState({ name, driver }: Task, progress: TaskProgress, sight: TaskSighting): TaskState {
  const { outcome, exit, restarts, startedAt, finishedAt, failure } = progress;
  const { handle } = sight;
  return {
    task: name,
    driver,
    phase: phaseOf(progress, sight),
    outcome,
    exit,
    restarts: restarts.length,
    startedAt,
    finishedAt,
    handle,
    pid: handle?.pid,
    failure,
  };
}

function phaseOf({ phase: kept }: TaskProgress, { phase, isUnknown }: TaskSighting): TaskState['phase'] {
  if (kept === 'ended') return 'ended';
  if (isUnknown) return 'unknown';
  return phase ?? (kept === 'waiting' ? 'waiting' : 'unknown');
}

/** Of one whose record can't be read nothing is known. */
export const lostStatus = ({ alloc, why }: UnreadableAllocation): AllocStatus => ({
  id: alloc,
  name: alloc,
  job: '',
  group: '',
  submittedAt: 0 as AllocStatus['submittedAt'],
  wanted: false,
  state: 'lost',
  tasks: [],
  failures: [
    { message: `its record ${why}; nothing of it is removed`, remedy: `stop it with purge to give it up` },
  ],
});
