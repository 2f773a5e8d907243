import { readdir, rm } from 'node:fs/promises';
import { posix } from 'node:path';

import type { InstanceId } from '../../domain/model/ids.js';
import type { Cgroups } from '../../domain/ports/cgroups.js';
import type { Clock } from '../../domain/ports/clock.js';
import type { ProcessIdentity, ProcessTable } from '../../domain/ports/process-table.js';
import { cgroupOf, type RunPaths } from './bundle.js';
import { endBearing } from './end-making.js';
import { abandoned, nameBy } from './maker-name.js';
import { unlessMissing } from './observer.js';

/** Tells who tries, so that others take it off the host once that process is gone, and never before. */
export const probeId = (self: ProcessIdentity): InstanceId => `wharf-probe-${nameBy(self)}` as InstanceId;

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
  const names = await unlessMissing(readdir(probes), []);
  for (const name of await abandoned(names, bootId, processes)) {
    const id = name as InstanceId;
    const ended = await endBearing([id], `what makes ${id}`, ports);
    const killed = ended.ok ? await cgroups.kill(cgroupOf(id)) : ended;
    const removed = killed.ok ? await cgroups.remove(cgroupOf(id)) : killed;
    if (removed.ok) await rm(posix.join(probes, name), { recursive: true, force: true });
  }
}
