import { ownBinds, volumeBinds } from '../../domain/job/asked-binds.js';
import type { Attempt, VolumeBefore } from '../../domain/model/handle.js';
import type { HostFacts } from '../../domain/model/host.js';
import type { TaskRequest } from '../../domain/model/task-request.js';
import { leftMounts, meet, volumeBefore } from '../../domain/mounts/left-mounts.js';
import type { Clock } from '../../domain/ports/clock.js';
import type { MountTable } from '../../domain/ports/mount-table.js';
import type { Answer } from '../../domain/ports/runtime.js';
import type { TaskDriver } from '../../domain/ports/task-driver.js';
import type { TaskStore } from '../../domain/ports/task-store.js';
import type { Unmounter } from '../../domain/ports/unmounter.js';
import { ok } from '../../domain/shared/result.js';
import { steadfast } from './steadfast.js';

export interface LeftMountsParts {
  readonly mounts: MountTable;
  /** Undefined: what is left is told, and stays. */
  readonly unmounter: Unmounter | undefined;
  readonly store: Pick<TaskStore, 'attempts'>;
  readonly clock: Clock;
  readonly host: Pick<HostFacts, 'bootId'>;
}

/** Milliseconds in which a mount that is in use may come free, before it is taken off all the same. */
const busyMs = 2000;
const busyPeriodMs = 100;

/** Takes off the host what tasks mounted in volumes that show it there, and left. */
export class LeftMounts {
  readonly #parts: LeftMountsParts;

  constructor(parts: LeftMountsParts) {
    this.#parts = parts;
  }

  /** What is mounted in the volumes of a task that could leave something there, to be written down before it starts. */
  async before(request: TaskRequest, { mounting }: TaskDriver): Answer<readonly VolumeBefore[]> {
    const own = mounting?.(request.config, request).own ?? [];
    const shown = [...volumeBinds(request.volumeMounts), ...ownBinds(own)].filter(
      ({ bind }) => bind.propagation === 'bidirectional',
    );
    if (shown.length === 0) return ok([]);
    const { mounts, host } = this.#parts;
    const table = await mounts.list();
    if (!table.ok) return table;
    const volumes: VolumeBefore[] = [];
    for (const { bind } of shown) {
      const path = await mounts.resolve(bind.source);
      if (!path.ok) return path;
      volumes.push(volumeBefore(path.value, table.value, host.bootId));
    }
    return ok(volumes);
  }

  /** To be asked once nothing of the attempt runs. Answers what it left and what came of that, in words. */
  async after(attempt: Pick<Attempt, 'token' | 'volumes'>): Promise<string | undefined> {
    const { token } = attempt;
    // A task takes its mounts along when the host goes down; what is there now was mounted for the host.
    const volumes = (attempt.volumes ?? []).filter(({ bootId }) => bootId === this.#parts.host.bootId);
    if (volumes.length === 0) return undefined;
    const left = await this.#left(volumes);
    if (!left.ok) return `may have left mounts in its volumes: ${left.error.message}`;
    if (left.value.length === 0) return undefined;
    const keep = await this.#reasonToKeep(token, volumes);
    if (keep !== undefined) return `left mounts in its volumes (${left.value.join(', ')}): ${keep}`;
    for (const point of left.value) await this.#unmount(point, volumes);
    const still = await this.#left(volumes);
    const stays = still.ok ? still.value : [];
    const gone = left.value.filter((point) => !stays.includes(point));
    const words = [
      ...(gone.length > 0 ? [`left mounts in its volumes, which were unmounted: ${gone.join(', ')}`] : []),
      ...(stays.length > 0 ? [`left mounts that can't be unmounted: ${stays.join(', ')}`] : []),
    ];
    return words.join('; ');
  }

  async #left(volumes: readonly VolumeBefore[]): Answer<readonly string[]> {
    const table = await this.#parts.mounts.list();
    if (!table.ok) return table;
    return ok([...new Set(volumes.flatMap((volume) => leftMounts(volume, table.value)))]);
  }

  /** What another task may have mounted is not ours to take. */
  async #reasonToKeep(own: Attempt['token'], volumes: readonly VolumeBefore[]): Promise<string | undefined> {
    const { store, unmounter } = this.#parts;
    if (unmounter === undefined) return 'they stay';
    const kept = await store.attempts();
    if (!kept.ok) return `they stay, since whose they are can't be told: ${kept.error.message}`;
    const other = kept.value.readable.find(
      (attempt) => attempt.token !== own && meet(volumes, attempt.volumes ?? []),
    );
    return other === undefined ? undefined : `they stay, since they may be those of task "${other.task}"`;
  }

  async #unmount(point: string, volumes: readonly VolumeBefore[]): Promise<void> {
    const { unmounter, clock } = this.#parts;
    for (const until = clock.steady() + busyMs; ;) {
      const gone = await unmounter?.unmount(point, 'at-once');
      if (gone?.ok !== false || gone.error.kind !== 'conflict') return;
      const left = await this.#left(volumes);
      if (left.ok && !left.value.includes(point)) return;
      if (clock.steady() >= until) break;
      await clock.sleep(busyPeriodMs, steadfast());
    }
    await unmounter?.unmount(point, 'lazily');
  }
}
