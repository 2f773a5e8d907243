import { loneTask, type TaskWish } from '../../domain/job/lone-task.js';
import { allocationsOf } from '../../domain/model/allocation.js';
import type { HostFacts } from '../../domain/model/host.js';
import type { Failure } from '../../domain/model/report.js';
import type { TaskRequest } from '../../domain/model/task-request.js';
import { fault } from '../../domain/faults/runtime-fault.js';
import type { AllocDirectoriesPort } from '../../domain/ports/alloc-directories.js';
import type { HostPorts } from '../../domain/ports/host-ports.js';
import type { Ids } from '../../domain/ports/ids.js';
import type { Answer } from '../../domain/ports/runtime.js';
import type { TaskDriver } from '../../domain/ports/task-driver.js';
import { err, ok } from '../../domain/shared/result.js';
import type { Berth, Place } from './berth.js';
import type { ClearAllocation } from './clear-allocation.js';
import { invalidRequest } from './describe-problems.js';
import type { TaskRequests } from './task-requests.js';

/** A task that its driver can start: its directories, files and ports are there. */
export interface PreparedTask {
  readonly request: TaskRequest;
  /**
   * Takes its directories off the host, once the driver has destroyed the task. Waits for what is left of a start or a
   * destroy that failed, and takes nothing from under what may still run. Answers with what could not be taken back.
   */
  readonly release: () => Promise<readonly Failure[]>;
}

export interface LoneTasksParts {
  readonly drivers: ReadonlyMap<string, TaskDriver>;
  readonly directories: AllocDirectoriesPort;
  readonly ports: HostPorts;
  readonly requests: TaskRequests;
  readonly clearing: ClearAllocation;
  readonly host: HostFacts;
  readonly ids: Ids;
}

/** Makes single tasks ready for their drivers, each an allocation of its own. */
export class LoneTasks {
  readonly #parts: LoneTasksParts;

  constructor(parts: LoneTasksParts) {
    this.#parts = parts;
  }

  /**
   * `unsupported` when there is no such driver; `invalid-spec`, with all problems, when it does not take the config or
   * a reference leads nowhere; `conflict` when a port is taken. Whatever the fault, nothing is left on the host.
   */
  async prepare(wish: TaskWish): Answer<PreparedTask> {
    const driver = this.#parts.drivers.get(wish.driver);
    if (driver === undefined) return err(fault('unsupported', `there is no driver "${wish.driver}"`));
    const labels = (wish.ports ?? []).map(({ label }) => label);
    const problems = driver.validate(wish.config, labels);
    if (problems.length > 0) return err(invalidRequest(problems));
    const { host, ids } = this.#parts;
    const [allocation] = allocationsOf(loneTask(wish), () => ids.alloc());
    if (allocation === undefined) return err(fault('internal', 'a group of one has no allocation'));
    return this.#makeReady({ allocation, host, cpusets: {}, locate: undefined });
  }

  async #makeReady(place: Place): Answer<PreparedTask> {
    const { id, group } = place.allocation;
    const chosen = await this.#parts.ports.choose([group.network.ports], []);
    if (!chosen.ok) return chosen;
    const request = await this.#resolve({ ...place, ports: chosen.value[0] ?? {} });
    const release = (): Promise<readonly Failure[]> => this.#parts.clearing.clear(id);
    if (request.ok) return ok({ request: request.value, release });
    await release();
    return request;
  }

  async #resolve(place: Omit<Berth, 'directories'>): Answer<TaskRequest> {
    const { id, group } = place.allocation;
    const [task] = group.tasks;
    if (task === undefined) return err(fault('internal', 'a group of one has no task'));
    const directories = await this.#parts.directories.create(id, group.tasks);
    if (!directories.ok) return directories;
    return this.#parts.requests.resolve(task, { ...place, directories: directories.value });
  }
}
