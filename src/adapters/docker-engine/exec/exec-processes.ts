import { fault, type RuntimeFault } from '../../../domain/faults/runtime-fault.js';
import type { InstanceId } from '../../../domain/model/ids.js';
import type { BindStaging } from '../../../domain/ports/bind-staging.js';
import type { Cgroups } from '../../../domain/ports/cgroups.js';
import type { Clock } from '../../../domain/ports/clock.js';
import type { MountTable } from '../../../domain/ports/mount-table.js';
import type { ProcessIdentity, ProcessTable } from '../../../domain/ports/process-table.js';
import type { Answer } from '../../../domain/ports/runtime.js';
import { err, ok } from '../../../domain/shared/result.js';

/** Milliseconds for what was killed to be gone. */
const dyingBoundMs = 10_000;
const never = new AbortController().signal;

export interface EngineHost {
  readonly processes: ProcessTable;
  readonly cgroups: Cgroups;
  readonly mounts: MountTable;
  readonly binds: BindStaging;
  /** Absolute. What lies here is of no use after a boot. */
  readonly runDirectory: string;
}

/** The processes of one container, as this host shows them: the engine itself ends no command that it runs. */
export class ContainerProcesses {
  readonly #host: EngineHost;
  readonly #clock: Clock;
  readonly #group: string;
  readonly #first: ProcessIdentity;

  private constructor(host: EngineHost, clock: Clock, [group, first]: readonly [string, ProcessIdentity]) {
    this.#host = host;
    this.#clock = clock;
    this.#group = group;
    this.#first = first;
  }

  /** By its first process. `unsupported` when this is not the host that the engine's containers run on. */
  static async of(
    host: EngineHost,
    clock: Clock,
    { id, pid }: { readonly id: InstanceId; readonly pid: number },
  ): Answer<ContainerProcesses> {
    const [group, first] = await Promise.all([host.cgroups.groupOf(pid), host.processes.identify(pid)]);
    if (!group.ok) return group;
    if (!first.ok) return first;
    return group.value?.includes(id) === true && first.value !== undefined
      ? ok(new ContainerProcesses(host, clock, [group.value, first.value]))
      : err(elsewhere(id));
  }

  /** Kills what came of a process, it may be gone itself, until nothing is left of it. */
  async end(pid: number): Promise<void> {
    const deadline = this.#clock.steady() + dyingBoundMs;
    for (let waitMs = 1; this.#clock.steady() < deadline; waitMs = Math.min(waitMs * 2, 50)) {
      const left = await this.#offspring(pid);
      if (left.ok && left.value.length === 0) return;
      for (const each of left.ok ? left.value : []) await this.#host.processes.signal(each, 'SIGKILL');
      await this.#clock.sleep(waitMs, never);
    }
  }

  /** The oldest it can be is as old as the container: it may have ended before anybody could look at it. */
  async #offspring(pid: number): Answer<readonly ProcessIdentity[]> {
    const members = await this.#host.cgroups.processes(this.#group);
    if (!members.ok) return members;
    const now = members.value.includes(pid) ? await this.#host.processes.identify(pid) : ok(undefined);
    if (!now.ok) return now;
    const found = await this.#host.processes.offspring(now.value ?? { ...this.#first, pid }, members.value);
    if (!found.ok) return found;
    return ok(found.value.filter((each) => members.value.includes(each.pid) && each.pid !== this.#first.pid));
  }
}

const elsewhere = (id: InstanceId): RuntimeFault =>
  fault('unsupported', `commands in ${id} could not be ended: its processes are not to be seen from here`, {
    remedy: 'run wharf on the host of the engine',
  });
