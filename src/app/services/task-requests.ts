import { fault } from '../../domain/faults/runtime-fault.js';
import { resolveTask, type TaskSources } from '../../domain/job/resolve-task.js';
import type { HostVolume } from '../../domain/model/driver-policy.js';
import type { HostFacts } from '../../domain/model/host.js';
import type { Port, Task } from '../../domain/model/job.js';
import type { ChosenPort, TaskRequest } from '../../domain/model/task-request.js';
import { validatePropagation } from '../../domain/mounts/validate-propagation.js';
import type { AllocDirectoriesPort } from '../../domain/ports/alloc-directories.js';
import type { Ids } from '../../domain/ports/ids.js';
import type { MountTable } from '../../domain/ports/mount-table.js';
import type { Answer } from '../../domain/ports/runtime.js';
import type { TaskDriver } from '../../domain/ports/task-driver.js';
import { done, err, ok } from '../../domain/shared/result.js';
import type { Problem } from '../../domain/shape/problem.js';
import type { Berth } from './berth.js';
import { describeProblems } from './describe-problems.js';

export interface TaskRequestParts {
  readonly drivers: ReadonlyMap<string, TaskDriver>;
  readonly directories: AllocDirectoriesPort;
  readonly mounts: MountTable;
  readonly ids: Ids;
  readonly hostVolumes: Readonly<Record<string, HostVolume>>;
  /** Globs of names that no task inherits from the host's environment. */
  readonly denylist: readonly string[];
}

/** Makes everything ready that a task's driver needs: references resolved, templates written, mounts checked. */
export class TaskRequests {
  readonly #parts: TaskRequestParts;

  constructor(parts: TaskRequestParts) {
    this.#parts = parts;
  }

  async resolve(task: Task, berth: Berth): Answer<TaskRequest> {
    const sources = sourcesOf(task, berth, this.#parts);
    if (sources === undefined) return err(fault('unsupported', `there is no driver "${task.driver}"`));
    const resolved = resolveTask(sources);
    if (!resolved.ok) return err(fault('invalid-spec', describeProblems(resolved.error)));
    const passed = await this.#checkPropagation(resolved.value.request);
    if (!passed.ok) return passed;
    for (const file of resolved.value.files) {
      const written = await this.#parts.directories.writeFile(sources.directories, file);
      if (!written.ok) return written;
    }
    return ok(resolved.value.request);
  }

  async #checkPropagation({ volumeMounts }: TaskRequest): Answer<undefined> {
    if (volumeMounts.length === 0) return done;
    const table = await this.#parts.mounts.list();
    if (!table.ok) return table;
    const problems: readonly Problem[] = validatePropagation(volumeMounts, table.value);
    return problems.length === 0 ? done : err(fault('invalid-spec', describeProblems(problems)));
  }
}

/** Undefined when the task has no place here, since there is no such driver. */
export function sourcesOf(
  task: Task,
  { allocation, directories, ports, cpusets, host }: Berth,
  {
    drivers,
    ids,
    hostVolumes,
    denylist,
  }: Pick<TaskRequestParts, 'drivers' | 'ids' | 'hostVolumes' | 'denylist'>,
): TaskSources | undefined {
  const driver = drivers.get(task.driver);
  const own = directories.tasks[task.name];
  if (driver === undefined || own === undefined) return undefined;
  return {
    allocation,
    task,
    attempt: ids.attempt(),
    directories: own,
    host,
    ports: Object.fromEntries(
      allocation.group.network.ports.map((port) => [port.label, chosenPort(port, ports[port.label], host)]),
    ),
    cpuset: cpusets[task.name],
    capabilities: driver.capabilities,
    hostVolumes,
    denylist,
  };
}

function chosenPort({ static: fixed = 0, to }: Port, chosen: number = fixed, host: HostFacts): ChosenPort {
  const hostIp = host.attributes['unique.network.ip-address'] ?? '127.0.0.1';
  return { hostIp, host: chosen, task: to === undefined || to <= 0 ? chosen : to };
}
