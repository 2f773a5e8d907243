import { assignCores } from '../../domain/job/assign-cores.js';
import { allocationsOf } from '../../domain/model/allocation.js';
import type { HostFacts } from '../../domain/model/host.js';
import type { Job } from '../../domain/model/job.js';
import type { Failure, RunReport } from '../../domain/model/report.js';
import type { Ids } from '../../domain/ports/ids.js';
import type { ReadJob } from '../../domain/ports/job-reader.js';
import type { TaskDriver } from '../../domain/ports/task-driver.js';
import { err, ok, type Result } from '../../domain/shared/result.js';
import { positioned } from '../../domain/shape/problem.js';
import type { RunControl, RunObserver } from '../app.js';
import type { AllocationRuns } from './allocation-run.js';
import type { Place } from './berth.js';
import type { Berths } from './berths.js';
import { failureOfProblem } from './describe-problems.js';
import type { PendingRemovals } from './pending-removals.js';

export interface RunJobParts {
  readonly drivers: ReadonlyMap<string, TaskDriver>;
  readonly berths: Berths;
  readonly allocations: AllocationRuns;
  readonly removals: readonly PendingRemovals[];
  readonly host: HostFacts;
  readonly ids: Ids;
}

/** Runs a job in the foreground: all of its groups, each as often as its count says. */
export class RunJob {
  readonly #parts: RunJobParts;

  constructor(parts: RunJobParts) {
    this.#parts = parts;
  }

  /** Answers once everything has ended and nothing is left on the host; what is left is among the failures. */
  async run(read: ReadJob, observer: RunObserver, control: RunControl): Promise<RunReport> {
    const places = await this.#places(read, control.stop);
    if (!places.ok) {
      // Whoever interrupts the question whether it can run has no use for the answer.
      const interrupted = control.stop.aborted;
      return { tasks: [], interrupted, failures: interrupted ? [] : places.error };
    }
    const berths = await this.#parts.berths.prepare(places.value);
    if (!berths.ok) return { tasks: [], interrupted: control.stop.aborted, failures: berths.error };
    const ended = await Promise.all(
      berths.value.map((berth) => this.#parts.allocations.run(berth, observer, control)),
    );
    for (const each of this.#parts.removals) each.close();
    return {
      tasks: ended.flatMap(({ tasks }) => tasks),
      interrupted: ended.some(({ interrupted }) => interrupted),
      failures: ended.flatMap(({ failures }) => failures),
    };
  }

  /** Where the job's allocations will stand; or why it can't run here, with nothing made yet. */
  async #places(
    { job, locate }: ReadJob,
    signal: AbortSignal,
  ): Promise<Result<readonly Place[], readonly Failure[]>> {
    const lacking = await this.#lackingDrivers(job, signal);
    if (lacking.length > 0) return err(lacking);
    const { host } = this.#parts;
    const allocations = allocationsOf(job, () => this.#parts.ids.alloc());
    const cpusets = assignCores(allocations, host.cores);
    if (!cpusets.ok) return err(cpusets.error.map(positioned(locate)).map(failureOfProblem));
    return ok(
      allocations.map((allocation) => ({
        allocation,
        host,
        cpusets: cpusets.value.get(allocation.id) ?? {},
        locate,
      })),
    );
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
}
