import { readdir, rm } from 'node:fs/promises';

import { fault, type RuntimeFault } from '../../domain/faults/runtime-fault.js';
import type { InstanceId } from '../../domain/model/ids.js';
import type { BindStaging } from '../../domain/ports/bind-staging.js';
import type { Cgroups } from '../../domain/ports/cgroups.js';
import type { Clock } from '../../domain/ports/clock.js';
import type { MountTable } from '../../domain/ports/mount-table.js';
import type { ProcessTable } from '../../domain/ports/process-table.js';
import type { Answer } from '../../domain/ports/runtime.js';
import { done, err, type Result } from '../../domain/shared/result.js';
import { thisProcess } from './boot.js';
import {
  type BundlePaths,
  bundlePaths,
  cgroupOf,
  isInstanceName,
  rootArgument,
  type RunPaths,
} from './bundle.js';
import { dyingBoundMs, endMaking, outlives } from './end-making.js';
import { type Observer, unlessMissing } from './observer.js';
import { removeOutput } from './output.js';
import { vanish } from './partial.js';
import { commandFault } from './read-fault.js';
import { runCommand } from './run-command.js';

/** Milliseconds for a monitor to end by itself once its task has; then it is killed. */
const monitorBoundMs = 2000;
const commandBoundMs = 10_000;
const never = new AbortController().signal;

export interface RemoverPorts {
  readonly processes: ProcessTable;
  readonly cgroups: Cgroups;
  readonly mounts: MountTable;
  readonly binds: BindStaging;
  readonly clock: Clock;
}

/**
 * Takes everything of an instance off the host, in whatever state it was left. No step relies on what the OCI runtime
 * still knows, and each is harmless when it was done before; the bundle goes last, so that what failed half-way is still
 * found and removed another time.
 */
export class Remover {
  readonly #run: RunPaths;
  readonly #observer: Observer;
  readonly #ports: RemoverPorts;

  constructor(run: RunPaths, observer: Observer, ports: RemoverPorts) {
    this.#run = run;
    this.#observer = observer;
    this.#ports = ports;
  }

  async remove(id: InstanceId): Answer<undefined> {
    if (!isInstanceName(id)) return done;
    const bundle = bundlePaths(this.#run, id);
    const left = await unlessMissing(readdir(bundle.directory), undefined);
    if (left === undefined) return done;
    const unmade = await endMaking(id, this.#run, this.#ports);
    if (!unmade.ok) return unmade;
    const killed = await this.#end(id, bundle);
    if (!killed.ok) return killed;
    await this.#forget(id);
    const cleared = await this.#ports.cgroups.remove(cgroupOf(id));
    if (!cleared.ok) return cleared;
    const unstaged = await this.#ports.binds.clear(bundle.binds);
    if (!unstaged.ok) return unstaged;
    const mounted = await this.#unmountBelow(bundle.directory);
    if (mounted !== undefined) return err(mounted);
    await removeOutput(bundle);
    for (const path of [bundle.runtimeState, bundle.exit]) await rm(path, { recursive: true, force: true });
    const self = await thisProcess(this.#ports.processes);
    if (!self.ok) return self;
    await vanish(this.#run, bundle.record, self.value);
    return done;
  }

  /** Kills first what the task is, so that its monitor ends by itself and reaps it. */
  async #end(id: InstanceId, bundle: BundlePaths): Answer<undefined> {
    const { cgroups, clock, processes } = this.#ports;
    const patientUntil = clock.steady() + monitorBoundMs;
    for (let waitMs = 1; ; waitMs = Math.min(waitMs * 2, 50)) {
      const killed = await cgroups.kill(cgroupOf(id));
      if (!killed.ok) return killed;
      const monitor = await this.#observer.monitor(bundle);
      if (monitor === undefined) return cgroups.kill(cgroupOf(id));
      if (clock.steady() > patientUntil + dyingBoundMs) return err(outlives(`the monitor of ${id}`, monitor));
      if (clock.steady() > patientUntil) await processes.signal(monitor, 'SIGKILL');
      await clock.sleep(waitMs, never);
    }
  }

  /** The runtime may have forgotten the container, or never have known it: what it says to that changes nothing. */
  async #forget(id: InstanceId): Promise<void> {
    const record = await this.#observer.record(id);
    if (record === undefined) return;
    const args = [rootArgument(this.#run), '--log=/dev/null', 'delete', '--force', id];
    await runCommand(record.runtime, args, commandBoundMs);
  }

  /** The fault of what can't be unmounted. Directories are never removed through a mount. */
  async #unmountBelow(directory: string): Promise<RuntimeFault | undefined> {
    const below = await this.#mountsBelow(directory);
    if (!below.ok) return below.error;
    for (const point of below.value) {
      const end = await runCommand('umount', [point], commandBoundMs);
      if (end.kind !== 'code' || end.code !== 0) return commandFault(`umount ${point}`, end);
    }
    return undefined;
  }

  /** Deepest first, and of several at one place the last one first. */
  async #mountsBelow(directory: string): Promise<Result<readonly string[], RuntimeFault>> {
    const table = await this.#ports.mounts.list();
    if (!table.ok) return err(fault('internal', table.error.message));
    const points = table.value
      .map(({ mountPoint }) => mountPoint)
      .filter((point) => point.startsWith(`${directory}/`));
    return { ok: true, value: points.toReversed() };
  }
}
