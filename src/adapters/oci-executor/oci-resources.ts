import type { Limits } from '../../domain/model/limits.js';
import type { OciResources } from './oci-config.js';
import type { TaskDevice } from './task-devices.js';

export interface ResourceWish {
  readonly limits: Limits;
  readonly devices: readonly TaskDevice[];
  /** Whether the host counts swap; where it doesn't, asking for a limit of it is an error. */
  readonly swapLimit: boolean;
  /** Whether the task may use every device of the host, as one that is not isolated. */
  readonly allDevices: boolean;
}

/** A task's limits in the words of the OCI specification, whichever version the control groups are. */
export const ociResources = ({ limits, devices, swapLimit, allDevices }: ResourceWish): OciResources => ({
  devices: [
    { allow: allDevices, access: 'rwm' },
    ...devices.map(({ type, major, minor, permissions }) => ({
      allow: true,
      type,
      major,
      minor,
      access: permissions,
    })),
  ],
  memory: memoryOf(limits, swapLimit),
  cpu: {
    shares: limits.cpuShares,
    ...(limits.cpuQuota === undefined
      ? {}
      : { quota: limits.cpuQuota.quotaUs, period: limits.cpuQuota.periodUs }),
    ...(limits.cpuset === undefined ? {} : { cpus: limits.cpuset }),
  },
  ...(limits.pids === undefined ? {} : { pids: { limit: limits.pids } }),
});

/** The hard limit counts memory and swap together: a task does not get around it by swapping. */
const memoryOf = (
  { memoryBytes, memoryReservationBytes }: Limits,
  swapLimit: boolean,
): NonNullable<OciResources['memory']> => ({
  ...(memoryBytes === undefined ? {} : { limit: memoryBytes }),
  ...(memoryBytes !== undefined && swapLimit ? { swap: memoryBytes } : {}),
  ...(memoryReservationBytes === undefined ? {} : { reservation: memoryReservationBytes }),
});
