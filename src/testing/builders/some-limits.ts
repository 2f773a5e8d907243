import type { Limits } from '../../../src/domain/model/limits.js';

/** Limits that bind nothing but what `over` says. */
export const someLimits = (over: Partial<Limits> = {}): Limits => ({
  cpuShares: 100,
  cpuQuota: undefined,
  cpuset: undefined,
  memoryBytes: undefined,
  memoryReservationBytes: undefined,
  pids: undefined,
  ...over,
});
