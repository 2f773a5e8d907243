import type { Failure, TaskReport } from '../../domain/model/report.js';
import type { Clock } from '../../domain/ports/clock.js';
import type { RunControl, RunObserver } from '../app.js';
import type { AllocationTasks, TaskSurroundings } from './allocation-tasks.js';
import type { Berth } from './berth.js';
import type { ClearAllocation } from './clear-allocation.js';
import { GroupRun } from './group-run.js';
import type { Networking } from './network/networking.js';
import { onAbort } from './on-abort.js';
import { noMemory } from './task-run.js';

export interface AllocationRunParts {
  readonly tasks: AllocationTasks;
  readonly networking: Networking;
  readonly clearing: Pick<ClearAllocation, 'clear'>;
  readonly clock: Clock;
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
    const network = this.#parts.networking.of(berth);
    const tasks = await this.#runGroup(berth, { observer, network, memoryOf: () => noMemory }, control);
    await network.end();
    const interrupted = control.stop.aborted || control.kill.aborted;
    return { tasks, interrupted, failures: await this.#parts.clearing.clear(berth.allocation.id) };
  }

  async #runGroup(
    berth: Berth,
    surroundings: TaskSurroundings,
    control: RunControl,
  ): Promise<readonly TaskReport[]> {
    const { tasks, clock } = this.#parts;
    const group = new GroupRun((onChange) => tasks.of(berth, surroundings, onChange), {
      clock,
      shutdownDelayMs: berth.allocation.group.shutdownDelayMs,
    });
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
}
