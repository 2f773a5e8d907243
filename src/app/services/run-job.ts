import type { Allocation } from '../../domain/model/allocation.js';
import type { Job } from '../../domain/model/job.js';
import type { Failure, RunReport, TaskReport } from '../../domain/model/report.js';
import type { Clock } from '../../domain/ports/clock.js';
import type { Ids } from '../../domain/ports/ids.js';
import type { TaskDriver } from '../../domain/ports/task-driver.js';
import type { RunControl, RunObserver } from '../app.js';
import type { AllocationRuns } from './allocation-run.js';
import type { PendingRemovals } from './pending-removals.js';

export interface RunJobParts {
  readonly drivers: ReadonlyMap<string, TaskDriver>;
  readonly allocations: AllocationRuns;
  readonly removals: readonly PendingRemovals[];
  readonly ids: Ids;
  readonly clock: Clock;
  /** Milliseconds at the end in which what is left on the host is taken off it. */
  readonly settleMs: number;
}

/** Runs a job in the foreground: all of its groups, each as often as its count says. */
export class RunJob {
  readonly #parts: RunJobParts;

  constructor(parts: RunJobParts) {
    this.#parts = parts;
  }

  /** Answers once everything has ended and nothing is left on the host; what is left is among the failures. */
  async run(job: Job, observer: RunObserver, control: RunControl): Promise<RunReport> {
    const lacking = await this.#lackingDrivers(job, control.stop);
    if (lacking.length > 0) return { tasks: [], interrupted: control.stop.aborted, failures: lacking };
    const ended = await Promise.all(
      this.#allocationsOf(job).map((allocation) =>
        this.#parts.allocations.run(allocation, observer, control),
      ),
    );
    const tasks: readonly TaskReport[] = ended.flatMap((one) => one.tasks);
    const failures = [...ended.flatMap((one) => one.failures), ...(await this.#settle())];
    return { tasks, interrupted: control.stop.aborted || control.kill.aborted, failures };
  }

  /** A driver that can't work fails the run before anything is made. */
  async #lackingDrivers(job: Job, signal: AbortSignal): Promise<readonly Failure[]> {
    const wanted = new Set(job.groups.flatMap(({ tasks }) => tasks.map(({ driver }) => driver)));
    const answers = await Promise.all([...wanted].map((name) => this.#lack(name, signal)));
    return answers.filter((failure) => failure !== undefined);
  }

  async #lack(name: string, signal: AbortSignal): Promise<Failure | undefined> {
    const driver = this.#parts.drivers.get(name);
    if (driver === undefined) return { message: `there is no driver "${name}"`, remedy: undefined };
    const found = await driver.fingerprint(signal);
    if (found.ok) return undefined;
    return { message: `driver ${name} can't run tasks: ${found.error.message}`, remedy: found.error.remedy };
  }

  #allocationsOf(job: Job): readonly Allocation[] {
    return job.groups.flatMap((group) =>
      Array.from({ length: group.count }, (_, index) => ({ id: this.#parts.ids.alloc(), index, job, group })),
    );
  }

  async #settle(): Promise<readonly Failure[]> {
    const over = new AbortController();
    const settled = new AbortController();
    void this.#parts.clock.sleep(this.#parts.settleMs, settled.signal).then(() => {
      over.abort();
    });
    const left = await Promise.all(this.#parts.removals.map((removals) => removals.settle(over.signal)));
    settled.abort();
    return left.flat().map((attempt) => ({
      message: `something of attempt ${attempt} may be left on the host`,
      remedy: `look for the label wharf.attempt=${attempt} and remove what carries it`,
    }));
  }
}
