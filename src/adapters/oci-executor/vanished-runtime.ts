import type { InstanceId } from '../../domain/model/ids.js';
import type { Cgroups } from '../../domain/ports/cgroups.js';
import type { Clock } from '../../domain/ports/clock.js';
import type { ProcessTable } from '../../domain/ports/process-table.js';
import { cgroupOf, rootArgument, type RunPaths } from './bundle.js';
import type { Monitor } from './monitor.js';

/** Milliseconds between looks: far more than a monitor takes to tell that its runtime is done. */
const lookMs = 1000;

interface Ports {
  readonly processes: ProcessTable;
  readonly cgroups: Cgroups;
  readonly clock: Clock;
}

interface Making {
  readonly id: InstanceId;
  readonly run: RunPaths;
  /** Its pid. */
  readonly monitor: number;
}

/** What became of the making, told by the monitor, or in its place once nobody is left to make anything. */
export async function madeBy(monitor: Monitor, id: InstanceId, run: RunPaths, ports: Ports): Monitor['made'] {
  const told = new AbortController();
  const { pid } = monitor;
  if (pid !== undefined)
    void hasVanished({ id, run, monitor: pid }, ports, told.signal).then((vanished) => {
      if (vanished) monitor.giveUp('it was killed, and what it has made lives on');
    });
  const made = await monitor.made;
  told.abort();
  return made;
}

/**
 * Whether an OCI runtime was seen to be gone, killed for want of memory say, while what it has made lives on: in two looks,
 * and until `signal` no word of its monitor. That one reads what the runtime had to say from a pipe that the container's
 * first process keeps open, and would wait for ever.
 */
async function hasVanished(
  { id, run, monitor }: Making,
  { processes, cgroups, clock }: Ports,
  signal: AbortSignal,
): Promise<boolean> {
  const isOrphaned = async (): Promise<boolean> => {
    const made = await cgroups.processes(cgroupOf(id));
    const makers = await processes.bearing([id, rootArgument(run)]);
    if (!made.ok || !makers.ok || made.value.length === 0) return false;
    return makers.value.every(({ pid }) => pid === monitor || made.value.includes(pid));
  };
  for (let looks = 0; looks < 2; looks = (await isOrphaned()) ? looks + 1 : 0) {
    await clock.sleep(lookMs, signal);
    if (signal.aborted) return false;
  }
  return true;
}
