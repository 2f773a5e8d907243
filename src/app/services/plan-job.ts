import { assignCores } from '../../domain/job/assign-cores.js';
import { maskSpec } from '../../domain/job/mask-secrets.js';
import { resolveTask } from '../../domain/job/resolve-task.js';
import { allocationsOf, allocName } from '../../domain/model/allocation.js';
import { isOwnNetwork, noAnswer } from '../../domain/model/group-network.js';
import type { HostFacts } from '../../domain/model/host.js';
import type { InstanceId } from '../../domain/model/ids.js';
import type { Task } from '../../domain/model/job.js';
import type { TaskNetwork } from '../../domain/network/task-network.js';
import type { AllocDirectoriesPort } from '../../domain/ports/alloc-directories.js';
import type { HostPorts } from '../../domain/ports/host-ports.js';
import type { ReadJob } from '../../domain/ports/job-reader.js';
import { err, ok, type Result } from '../../domain/shared/result.js';
import { positioned, type Problem, problem, problemsBelow } from '../../domain/shape/problem.js';
import type { AllocationPlan, JobPlan, TaskPlan } from '../app.js';
import type { Berth, Place } from './berth.js';
import { sourcesOf, type SourceParts } from './task-sources.js';

export interface PlanJobParts extends SourceParts {
  readonly host: HostFacts;
  /** In memory: a plan makes nothing. */
  readonly directories: AllocDirectoriesPort;
  readonly ports: HostPorts;
}

type Planned<T> = Promise<Result<T, readonly Problem[]>>;

/** What would be made for a job, with nothing made. */
export class PlanJob {
  readonly #parts: PlanJobParts;

  constructor(parts: PlanJobParts) {
    this.#parts = parts;
  }

  async plan(read: ReadJob): Planned<JobPlan> {
    const planned = await this.#planJob(read);
    return planned.ok ? planned : err(planned.error.map(positioned(read.locate)));
  }

  async #planJob({ job, locate }: ReadJob): Planned<JobPlan> {
    const { host } = this.#parts;
    const allocations = allocationsOf(job, () => this.#parts.ids.alloc());
    const cpusets = assignCores(allocations, host.cores);
    if (!cpusets.ok) return cpusets;
    const places = allocations.map((allocation) => ({
      allocation,
      host,
      cpusets: cpusets.value.get(allocation.id) ?? {},
      locate,
    }));
    const ports = await this.#parts.ports.choose(
      allocations.map(({ group }) => group.network.ports),
      [],
    );
    if (!ports.ok) return err([problem(`job.${job.id}`, ports.error.message)]);
    const plans = await Promise.all(
      places.map((place, index) => this.#planAllocation(place, ports.value[index] ?? {})),
    );
    return all(plans, (planned) => ({ allocations: planned }));
  }

  async #planAllocation(place: Place, ports: Berth['ports']): Planned<AllocationPlan> {
    const { allocation } = place;
    const { group } = allocation;
    const directories = await this.#parts.directories.create(allocation.id, group.tasks);
    if (!directories.ok) return err([problem('alloc', directories.error.message)]);
    const berth = { ...place, directories: directories.value, ports };
    return all(
      group.tasks.map((task) => this.#planTask(task, berth)),
      (tasks) => ({ name: allocName(allocation), group: group.name, tasks }),
    );
  }

  #planTask(task: Task, berth: Berth): Result<TaskPlan, readonly Problem[]> {
    const { job, group } = berth.allocation;
    const path = `job.${job.id}.group.${group.name}.task.${task.name}`;
    const driver = this.#parts.drivers.get(task.driver);
    const sources = sourcesOf(
      task,
      berth,
      this.#parts,
      isOwnNetwork(group.network.mode) ? unmadeNetwork : undefined,
    );
    if (driver === undefined || sources === undefined) return err([problem(path, 'has no driver here')]);
    const resolved = resolveTask(sources);
    if (!resolved.ok) return err(problemsBelow(path, resolved.error));
    const planned = driver.plan(resolved.value.request);
    if (!planned.ok) return err(problemsBelow(path, planned.problems));
    return ok({ task: task.name, driver: driver.name, kind: planned.kind, spec: maskSpec(planned.spec) });
  }
}

const whenItIsMade = '<made before the first task>';

/** Stands for the network of a group that nobody made. */
const unmadeNetwork: TaskNetwork = {
  joined: {
    namespacePath: whenItIsMade,
    namespace: whenItIsMade,
    addresses: [],
    holder: whenItIsMade as InstanceId,
  },
  dns: { network: noAnswer, host: noAnswer },
};

/** All values, or all problems. */
function all<T, U>(
  results: readonly Result<T, readonly Problem[]>[],
  combine: (values: readonly T[]) => U,
): Result<U, readonly Problem[]> {
  const problems = results.flatMap((result) => (result.ok ? [] : result.error));
  return problems.length > 0
    ? err(problems)
    : ok(combine(results.flatMap((result) => (result.ok ? [result.value] : []))));
}
