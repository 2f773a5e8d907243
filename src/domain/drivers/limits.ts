import type { HostFacts } from '../model/host.js';
import type { Resources } from '../model/job.js';
import type { Limits } from '../model/limits.js';

type Compute = Pick<HostFacts, 'cores' | 'cpuMhz'>;

const minShares = 2;
/** The most that a v1 cgroup takes; on larger hosts all weights shrink in proportion. */
const maxShares = 262_144;
const mebibyte = 1024 * 1024;

/** What a task may use. `cpuset` are the cores kept for it. Pids are the drivers' own to limit. */
export const limitsOf = (resources: Resources, host: Compute, cpuset: string | undefined): Limits => ({
  cpuShares: cpuShares(cpuMhzOf(resources, host), host.cpuMhz),
  cpuQuota: undefined,
  cpuset,
  ...memoryLimits(resources.memoryMb, resources.memoryMaxMb),
  pids: undefined,
});

/** Nomad's measure of CPU time: whole cores count with what one core of this host has. */
export const cpuMhzOf = ({ cores, cpuMhz }: Resources, host: Compute): number =>
  cores === undefined ? cpuMhz : Math.floor((cores * host.cpuMhz) / host.cores);

/** The task's part of the host's CPU time, in whole cores. */
export const cpuCoresOf = (resources: Resources, host: Compute): number =>
  resources.cores ?? (resources.cpuMhz / host.cpuMhz) * host.cores;

function cpuShares(mhz: number, hostMhz: number): number {
  const scale = hostMhz > maxShares ? maxShares / hostMhz : 1;
  return Math.min(maxShares, Math.max(minShares, Math.floor(mhz * scale)));
}

/** With a maximum, that is the hard limit and the plain figure what is kept under pressure. Swap is never added. */
export function memoryLimits(
  memoryMb: number,
  maximumMb: number | 'none' | undefined,
): Pick<Limits, 'memoryBytes' | 'memoryReservationBytes'> {
  const plain = memoryMb * mebibyte;
  if (maximumMb === undefined) return { memoryBytes: plain, memoryReservationBytes: undefined };
  return {
    memoryBytes: maximumMb === 'none' ? undefined : maximumMb * mebibyte,
    memoryReservationBytes: plain,
  };
}
