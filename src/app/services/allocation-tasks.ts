import { fault, type RuntimeFault } from '../../domain/faults/runtime-fault.js';
import { type Allocation, allocName } from '../../domain/model/allocation.js';
import type { LogChunk } from '../../domain/model/instance.js';
import type { Task } from '../../domain/model/job.js';
import type { Failure } from '../../domain/model/report.js';
import type { Clock } from '../../domain/ports/clock.js';
import type { Ids } from '../../domain/ports/ids.js';
import type { LogSink } from '../../domain/ports/log-sink.js';
import type { TaskDriver } from '../../domain/ports/task-driver.js';
import type { TaskStore } from '../../domain/ports/task-store.js';
import { type Locate, positioned } from '../../domain/shape/problem.js';
import { err, ok } from '../../domain/shared/result.js';
import type { RunObserver } from '../app.js';
import type { Berth } from './berth.js';
import { describeProblems } from './describe-problems.js';
import type { GroupNetworking } from './network/group-network.js';
import type { LeftMounts } from './left-mounts.js';
import { type AttemptPolicy, TaskAttempts } from './task-attempt.js';
import type { TaskRequests } from './task-requests.js';
import { type TaskMemory, TaskRun } from './task-run.js';
import type { TaskSights } from './task-sights.js';

export interface AllocationTaskParts {
  readonly drivers: ReadonlyMap<string, TaskDriver>;
  readonly requests: Pick<TaskRequests, 'resolve'>;
  readonly admission: StartAdmission;
  readonly sights: TaskSights;
  readonly logs: LogSink;
  readonly store: TaskStore;
  readonly leftMounts: Pick<LeftMounts, 'before' | 'after'>;
  readonly ids: Ids;
  readonly clock: Clock;
  readonly policy: AttemptPolicy;
  readonly leaving: AbortSignal;
}

/** What the tasks of one allocation have in common. */
export interface TaskSurroundings {
  readonly observer: RunObserver;
  readonly network: GroupNetworking;
  readonly memoryOf: (task: Task) => TaskMemory;
}

/** Says which drivers may start tasks. */
export interface StartAdmission {
  /** Why none of it may just now; undefined: they may. */
  refusal(driver: string): RuntimeFault | undefined;
}

export const admitAll: StartAdmission = { refusal: () => undefined };

/** Makes the tasks of allocations that have their berths. */
export class AllocationTasks {
  readonly #parts: AllocationTaskParts;

  constructor(parts: AllocationTaskParts) {
    this.#parts = parts;
  }

  of(
    berth: Berth,
    { observer, network, memoryOf }: TaskSurroundings,
    onChange: () => void,
  ): readonly TaskRun[] {
    const { clock, ids } = this.#parts;
    const { id: alloc, group } = berth.allocation;
    const attempts = this.#attempts(berth, observer, network);
    return group.tasks.map(
      (task) =>
        new TaskRun(berth.allocation, task, {
          attempts,
          clock,
          seed: ids.seed(),
          tell: (name, what) => {
            observer.event({
              at: clock.now(),
              alloc,
              allocName: allocName(berth.allocation),
              task: name,
              what,
            });
          },
          onChange,
          failureOf: startFailure(`${pathOf(berth.allocation)}.task.${task.name}`, berth.locate),
          memory: memoryOf(task),
        }),
    );
  }

  #attempts(berth: Berth, observer: RunObserver, network: GroupNetworking): TaskAttempts {
    const { drivers, requests, admission, logs } = this.#parts;
    const { id: alloc } = berth.allocation;
    return new TaskAttempts({
      ...this.#parts,
      driverOf: (name) => {
        const driver = drivers.get(name);
        return driver === undefined ? err(fault('unsupported', `there is no driver "${name}"`)) : ok(driver);
      },
      refusal: (driver) => admission.refusal(driver),
      network,
      request: (task, made) => requests.resolve(task, berth, made),
      openLog: ({ name: task, logs: policy }, attempt) =>
        logs.open({ alloc, task, attempt, directory: berth.directories.logs, policy }),
      show: (task, { stream, bytes }: LogChunk) =>
        observer.output({ alloc, allocName: allocName(berth.allocation), task, stream, bytes }),
    });
  }
}

const pathOf = ({ job, group }: Allocation): string => `job.${job.id}.group.${group.name}`;

/** Why a task could not start, with the places of what is wrong in the job. */
const startFailure =
  (path: string, locate: Locate | undefined) =>
  ({ message, remedy, problems }: RuntimeFault): Failure => ({
    message:
      problems === undefined
        ? message
        : describeProblems(problems.map(positioned((below) => locate?.(`${path}.${below}`)))),
    remedy,
  });
