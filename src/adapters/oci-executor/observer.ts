import { access, readFile, readdir, stat, writeFile } from 'node:fs/promises';

import { fault, type RuntimeFault } from '../../domain/faults/runtime-fault.js';
import type { InstanceId, Instant, OwnerId } from '../../domain/model/ids.js';
import type { Instance } from '../../domain/model/instance.js';
import type { Cgroups } from '../../domain/ports/cgroups.js';
import type { Clock } from '../../domain/ports/clock.js';
import type { ProcessIdentity, ProcessTable } from '../../domain/ports/process-table.js';
import { known } from './answering.js';
import { bootIdOf } from './boot.js';
import { type BundlePaths, bundlePaths, cgroupOf, isInstanceName, type RunPaths } from './bundle.js';
import { type InstanceRecord, readInstanceRecord, readProcessIdentity } from './instance-record.js';
import { isHalfStarted, type Observation, stateOf } from './observation.js';
import { errnoOf } from './read-fault.js';

/** Milliseconds for a monitor to write down the exit of a process that is gone already. */
const monitorBoundMs = 1000;
const never = new AbortController().signal;

export interface ObserverPorts {
  readonly processes: ProcessTable;
  readonly cgroups: Cgroups;
  readonly clock: Clock;
}

/**
 * Sees what is on the host. Remembers nothing: each time it looks at the bundles, the processes and the control groups.
 * Throws what keeps it from seeing: a picture with holes in it would show things as gone that are there.
 */
export class Observer {
  readonly #run: RunPaths;
  readonly #processes: ProcessTable;
  readonly #cgroups: Cgroups;
  readonly #clock: Clock;

  constructor(run: RunPaths, { processes, cgroups, clock }: ObserverPorts) {
    this.#run = run;
    this.#processes = processes;
    this.#cgroups = cgroups;
    this.#clock = clock;
  }

  /**
   * Undefined when the instance isn't there. Between the end of a process and the monitor's word about it lies a moment, and
   * one between a start and the removal of its gate: they are waited out.
   */
  async observe(id: InstanceId): Promise<Observation | undefined> {
    const deadline = this.#clock.steady() + monitorBoundMs;
    for (let waitMs = 1; ; waitMs = Math.min(waitMs * 2, 50)) {
      const seen = await this.#look(id);
      if (seen === undefined) return undefined;
      const isEnding = seen.wasMade && seen.task === undefined && seen.exit === undefined;
      const isSettling = (isEnding && seen.monitorLives) || isHalfStarted(seen);
      if (!isSettling || this.#clock.steady() > deadline) return seen;
      await this.#clock.sleep(waitMs, never);
    }
  }

  async instance(id: InstanceId): Promise<Instance | undefined> {
    const seen = await this.observe(id);
    if (seen === undefined) return undefined;
    const { name, identity, createdAt } = seen.record;
    return { id, name, identity, createdAt, state: stateOf(seen) };
  }

  async list(owner: OwnerId): Promise<readonly Instance[]> {
    const ids = (await unlessMissing(readdir(this.#run.bundles), [])).filter(isInstanceName) as InstanceId[];
    const instances = await Promise.all(
      ids.map(async (id) =>
        (await this.record(id))?.identity.owner === owner ? await this.instance(id) : undefined,
      ),
    );
    return instances.filter((instance) => instance !== undefined);
  }

  async running(owner: OwnerId): Promise<ReadonlySet<InstanceId>> {
    const running = (await this.list(owner)).filter(({ state }) => state.phase === 'running');
    return new Set(running.map(({ id }) => id));
  }

  async record(id: InstanceId): Promise<InstanceRecord | undefined> {
    if (!isInstanceName(id)) return undefined;
    const text = await unlessMissing(readFile(bundlePaths(this.#run, id).record, 'utf8'), undefined);
    return text === undefined ? undefined : readInstanceRecord(text);
  }

  async monitor(bundle: BundlePaths): Promise<ProcessIdentity | undefined> {
    const text = await unlessMissing(readFile(bundle.monitor, 'utf8'), undefined);
    const identity = text === undefined ? undefined : readProcessIdentity(text);
    return identity === undefined ? undefined : this.#alive(identity);
  }

  async #look(id: InstanceId): Promise<Observation | undefined> {
    if (!isInstanceName(id)) return undefined;
    const bundle = bundlePaths(this.#run, id);
    const [record, boot, task, monitor, isGated, startedAt] = await Promise.all([
      this.record(id),
      known(bootIdOf(this.#processes)),
      this.#task(bundle, id),
      this.monitor(bundle),
      isThere(bundle.startGate),
      readInstant(bundle.started),
    ]);
    if (record === undefined) return undefined;
    // Last: what was gone before this was looked for has left its exit by now, if ever.
    const exit = await readExit(bundle.exit);
    const isOver = exit !== undefined || task.alive === undefined;
    return {
      record,
      otherBoot: boot !== record.bootId,
      exit,
      task: task.alive,
      wasMade: task.wasMade,
      isGated,
      monitorLives: monitor !== undefined,
      startedAt,
      oom: isOver && (await this.#oom(bundle, id)),
    };
  }

  /** By its identity; when that was not written down any more, by the control group that nobody else is in. */
  async #task(
    bundle: BundlePaths,
    id: InstanceId,
  ): Promise<{ readonly alive: ProcessIdentity | undefined; readonly wasMade: boolean }> {
    const text = await unlessMissing(readFile(bundle.task, 'utf8'), undefined);
    const identity = text === undefined ? undefined : readProcessIdentity(text);
    if (identity !== undefined) return { alive: await this.#alive(identity), wasMade: true };
    const pid = Number(await unlessMissing(readFile(bundle.pid, 'utf8'), 'NaN'));
    if (!Number.isInteger(pid)) return { alive: undefined, wasMade: false };
    const members = await known(this.#cgroups.processes(cgroupOf(id)));
    const alive = members.includes(pid) ? await known(this.#processes.identify(pid)) : undefined;
    return { alive, wasMade: true };
  }

  async #alive(identity: ProcessIdentity): Promise<ProcessIdentity | undefined> {
    return (await known(this.#processes.isAlive(identity))) ? identity : undefined;
  }

  /** Written down once it was seen, since the control group forgets when it goes. */
  async #oom(bundle: BundlePaths, id: InstanceId): Promise<boolean> {
    if (await isThere(bundle.oom)) return true;
    if ((await known(this.#cgroups.oomKills(cgroupOf(id)))) === 0) return false;
    await unlessMissing(writeFile(bundle.oom, ''), undefined);
    return true;
  }
}

export const notThere = (id: InstanceId): RuntimeFault => fault('not-found', `there is no instance ${id}`);

export async function unlessMissing<T, F>(asked: Promise<T>, otherwise: F): Promise<T | F> {
  try {
    return await asked;
  } catch (cause) {
    if (['ENOENT', 'ENOTDIR'].includes(errnoOf(cause) ?? '')) return otherwise;
    throw cause;
  }
}

export const isThere = (path: string): Promise<boolean> =>
  unlessMissing(
    access(path).then(() => true),
    false,
  );

async function readInstant(path: string): Promise<Instant | undefined> {
  const text = await unlessMissing(readFile(path, 'utf8'), '');
  return /^\d+$/.test(text) ? (Number(text) as Instant) : undefined;
}

async function readExit(path: string): Promise<Observation['exit']> {
  const text = await unlessMissing(readFile(path, 'utf8'), undefined);
  if (text === undefined) return undefined;
  const written = await unlessMissing(stat(path), undefined);
  const status = /^\d+$/.test(text.trim()) ? Number(text) : undefined;
  return { status, at: Math.floor(written?.mtimeMs ?? 0) as Instant };
}
