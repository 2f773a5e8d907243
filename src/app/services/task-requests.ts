import { fault } from '../../domain/faults/runtime-fault.js';
import { ownBinds, volumeBinds } from '../../domain/job/asked-binds.js';
import { resolveTask } from '../../domain/job/resolve-task.js';
import type { Task } from '../../domain/model/job.js';
import type { TaskRequest } from '../../domain/model/task-request.js';
import { ownMountProblems } from '../../domain/mounts/own-mount-problems.js';
import type { TaskNetwork } from '../../domain/network/task-network.js';
import type { AllocDirectoriesPort } from '../../domain/ports/alloc-directories.js';
import type { NameServers } from '../../domain/ports/name-servers.js';
import type { Answer } from '../../domain/ports/runtime.js';
import { done, err, ok } from '../../domain/shared/result.js';
import type { Berth } from './berth.js';
import { invalidRequest } from './describe-problems.js';
import { joinedNetwork, type MadeNetwork } from './network/networks.js';
import type { JudgeMounts } from './judge-mounts.js';
import { sourcesOf, type SourceParts } from './task-sources.js';

export interface TaskRequestParts extends SourceParts {
  readonly directories: AllocDirectoriesPort;
  readonly nameServers: NameServers;
  readonly judge: Pick<JudgeMounts, 'judge'>;
}

/** Makes everything ready that a task's driver needs: references resolved, templates written, mounts checked. */
export class TaskRequests {
  readonly #parts: TaskRequestParts;

  constructor(parts: TaskRequestParts) {
    this.#parts = parts;
  }

  /** For a task that is to join that network, if any. */
  async resolve(task: Task, berth: Berth, network?: MadeNetwork): Answer<TaskRequest> {
    const joining = network === undefined ? ok(undefined) : await this.#joining(network);
    if (!joining.ok) return joining;
    const sources = sourcesOf(task, berth, this.#parts, joining.value);
    if (sources === undefined) return err(fault('unsupported', `there is no driver "${task.driver}"`));
    const resolved = resolveTask(sources);
    if (!resolved.ok) return err(invalidRequest(resolved.error));
    const passed = await this.#checkMounts(resolved.value.request);
    if (!passed.ok) return passed;
    for (const file of resolved.value.files) {
      const written = await this.#parts.directories.writeFile(sources.directories, file);
      if (!written.ok) return written;
    }
    return ok(resolved.value.request);
  }

  async #joining(made: MadeNetwork): Answer<TaskNetwork> {
    const host = await this.#parts.nameServers.read();
    if (!host.ok) return host;
    return ok({ joined: joinedNetwork(made), dns: { network: made.network.dns, host: host.value } });
  }

  /** A bind that passes nothing on is left to who makes it: most tasks have no other, and asking an engine takes time. */
  async #checkMounts(request: TaskRequest): Answer<undefined> {
    const { drivers, judge, rules } = this.#parts;
    const { driver } = request.task;
    const own = drivers.get(driver)?.mounting?.(request.config, request).own ?? [];
    const binds = [...volumeBinds(request.volumeMounts), ...ownBinds(own)];
    const passing = binds.filter(({ bind }) => bind.propagation !== 'private');
    const judged = await judge.judge(driver, passing, new AbortController().signal);
    if (!judged.ok) return judged;
    const problems = [...ownMountProblems(own, rules.bidirectional), ...judged.value];
    return problems.length === 0 ? done : err(invalidRequest(problems));
  }
}
