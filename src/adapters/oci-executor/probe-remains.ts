import { randomUUID } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { posix } from 'node:path';

import type { InstanceId } from '../../domain/model/ids.js';
import type { Cgroups } from '../../domain/ports/cgroups.js';
import type { Clock } from '../../domain/ports/clock.js';
import type { ProcessIdentity, ProcessTable } from '../../domain/ports/process-table.js';
import { known } from './answering.js';
import { cgroupOf, type RunPaths } from './bundle.js';
import { endBearing } from './end-making.js';
import { unlessMissing } from './observer.js';

/** Tells who tries, so that others take it off the host once that process is gone, and never before. */
export const probeId = ({ pid, startTicks }: ProcessIdentity): InstanceId =>
  `wharf-probe-${pid.toString()}-${startTicks.toString()}-${randomUUID().slice(0, 8)}` as InstanceId;

export interface RemainsPorts {
  readonly processes: ProcessTable;
  readonly cgroups: Cgroups;
  readonly clock: Clock;
}

/** Takes off the host what processes left that were killed while they tried a runtime. What can't be stays for the next one. */
export async function removeRemains(
  { probes }: RunPaths,
  bootId: string,
  ports: RemainsPorts,
): Promise<void> {
  const { processes, cgroups } = ports;
  for (const name of await unlessMissing(readdir(probes), [])) {
    const [, pid, startTicks] = /^wharf-probe-(\d+)-(\d+)-/.exec(name) ?? [];
    const identity = { pid: Number(pid), startTicks: Number(startTicks), bootId };
    if (pid === undefined || (await known(processes.isAlive(identity)))) continue;
    const id = name as InstanceId;
    const ended = await endBearing([id], `what makes ${id}`, ports);
    const killed = ended.ok ? await cgroups.kill(cgroupOf(id)) : ended;
    const removed = killed.ok ? await cgroups.remove(cgroupOf(id)) : killed;
    if (removed.ok) await rm(posix.join(probes, name), { recursive: true, force: true });
  }
}
