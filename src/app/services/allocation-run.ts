import type { RuntimeFault } from '../../domain/faults/runtime-fault.js';
import { type Allocation, allocName } from '../../domain/model/allocation.js';
import type { LogChunk } from '../../domain/model/instance.js';
import type { Task } from '../../domain/model/job.js';
import type { Failure, TaskReport } from '../../domain/model/report.js';
import type { Clock } from '../../domain/ports/clock.js';
import type { Ids } from '../../domain/ports/ids.js';
import type { LogSink } from '../../domain/ports/log-sink.js';
import type { TaskDriver } from '../../domain/ports/task-driver.js';
import type { TaskStore } from '../../domain/ports/task-store.js';
import { type Locate, positioned } from '../../domain/shape/problem.js';
import type { RunControl, RunObserver } from '../app.js';
import type { Berth } from './berth.js';
import type { ClearAllocation } from './clear-allocation.js';
import { describeProblems } from './describe-problems.js';
import { GroupRun } from './group-run.js';
import { type AttemptPolicy, TaskAttempts } from './task-attempt.js';
import type { TaskRequests } from './task-requests.js';
import { TaskRun } from './task-run.js';

export interface AllocationRunParts {
  readonly drivers: ReadonlyMap<string, TaskDriver>;
  readonly requests: Pick<TaskRequests, 'resolve'>;
  readonly clearing: Pick<ClearAllocation, 'clear'>;
  readonly logs: LogSink;
  readonly store: TaskStore;
  readonly ids: Ids;
  readonly clock: Clock;
  readonly policy: AttemptPolicy;
}

export interface EndedAllocation {
  readonly tasks: readonly TaskReport[];
  /** Whether somebody asked it to stop before its tasks had ended. */
  readonly interrupted: boolean;
  readonly failures: readonly Failure[];
}

/** Runs allocations that have their berths: the group, and then everything is taken back. */
export class AllocationRuns {
  readonly #parts: AllocationRunParts;

  constructor(parts: AllocationRunParts) {
    this.#parts = parts;
  }

  async run(berth: Berth, observer: RunObserver, control: RunControl): Promise<EndedAllocation> {
    const tasks = await this.#runGroup(berth, observer, control);
    const interrupted = control.stop.aborted || control.kill.aborted;
    return { tasks, interrupted, failures: await this.#parts.clearing.clear(berth.allocation.id) };
  }

  async #runGroup(berth: Berth, observer: RunObserver, control: RunControl): Promise<readonly TaskReport[]> {
    const { tasks, shutdownDelayMs } = berth.allocation.group;
    const group = new GroupRun(
      (onChange) => tasks.map((task) => this.#taskRun(task, berth, observer, onChange)),
      { clock: this.#parts.clock, shutdownDelayMs },
    );
    const over = new AbortController();
    onAbort(control.stop, over.signal, () => {
      group.end('stop');
    });
    onAbort(control.kill, over.signal, () => {
      group.end('kill');
    });
    const reports = await group.run();
    over.abort();
    return reports;
  }

  #taskRun(task: Task, berth: Berth, observer: RunObserver, onChange: () => void): TaskRun {
    const { clock, ids } = this.#parts;
    const { id: alloc } = berth.allocation;
    return new TaskRun(berth.allocation, task, {
      attempts: this.#attempts(berth, observer),
      clock,
      seed: ids.seed(),
      tell: (name, what) => {
        observer.event({ at: clock.now(), alloc, allocName: allocName(berth.allocation), task: name, what });
      },
      onChange,
      failureOf: startFailure(`${pathOf(berth.allocation)}.task.${task.name}`, berth.locate),
    });
  }

  #attempts(berth: Berth, observer: RunObserver): TaskAttempts {
    const { drivers, requests, logs, store, clock, policy } = this.#parts;
    const { id: alloc } = berth.allocation;
    return new TaskAttempts({
      driverOf: (name) => drivers.get(name),
      request: (task) => requests.resolve(task, berth),
      openLog: (task) =>
        logs.open({ alloc, task: task.name, directory: berth.directories.logs, policy: task.logs }),
      show: (task, { stream, bytes }: LogChunk) =>
        observer.output({ alloc, allocName: allocName(berth.allocation), task, stream, bytes }),
      store,
      clock,
      policy,
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

/** Listens on a signal of its own, for Node takes many listeners on one, such as those of all allocations, for a leak. */
function onAbort(signal: AbortSignal, over: AbortSignal, act: () => void): void {
  if (signal.aborted) act();
  else AbortSignal.any([signal]).addEventListener('abort', act, { once: true, signal: over });
}
