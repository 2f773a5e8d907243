import { fault } from '../../domain/faults/runtime-fault.js';
import { resolveTask } from '../../domain/job/resolve-task.js';
import type { Task } from '../../domain/model/job.js';
import type { TaskRequest } from '../../domain/model/task-request.js';
import { validatePropagation } from '../../domain/mounts/validate-propagation.js';
import type { AllocDirectoriesPort } from '../../domain/ports/alloc-directories.js';
import type { MountTable } from '../../domain/ports/mount-table.js';
import type { Answer } from '../../domain/ports/runtime.js';
import { done, err, ok } from '../../domain/shared/result.js';
import type { Problem } from '../../domain/shape/problem.js';
import type { Berth } from './berth.js';
import { invalidRequest } from './describe-problems.js';
import { sourcesOf, type SourceParts } from './task-sources.js';

export interface TaskRequestParts extends SourceParts {
  readonly directories: AllocDirectoriesPort;
  readonly mounts: MountTable;
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
    if (!resolved.ok) return err(invalidRequest(resolved.error));
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
    return problems.length === 0 ? done : err(invalidRequest(problems));
  }
}
