import type { DockerPolicy } from '../../model/driver-policy.js';
import type { Limits, Rlimit } from '../../model/limits.js';
import type { TaskRequest } from '../../model/task-request.js';
import type { DockerConfig } from './config.js';

const mebibyte = 1024 * 1024;
/** The kernel's own default, in microseconds. */
const defaultPeriodUs = 100_000;
/** The kernel takes no quota below this. */
const minQuotaUs = 1000;

/** The config's own limits go before the task's of the same name. */
export const rlimitsOf = (config: DockerConfig, ofTask: readonly Rlimit[]): readonly Rlimit[] => [
  ...ofTask.filter(({ name }) => !Object.hasOwn(config.ulimit, name)),
  ...Object.entries(config.ulimit).map(([name, limit]) => ({ name, ...limit })),
];

export function limitsOf(config: DockerConfig, request: TaskRequest, policy: DockerPolicy): Limits {
  const { pids_limit = 0, cpu_hard_limit } = config;
  return {
    ...request.limits,
    ...memoryOf(config, request),
    pids: pids_limit > 0 ? pids_limit : policy.pidsLimit,
    cpuQuota: cpu_hard_limit ? quota(config.cpu_cfs_period, request.cpuCores) : request.limits.cpuQuota,
  };
}

function quota(period: number, cores: number): Limits['cpuQuota'] {
  const periodUs = period === 0 ? defaultPeriodUs : period;
  return { periodUs, quotaUs: Math.max(minQuotaUs, Math.round(periodUs * cores)) };
}

/** A hard limit of the config raises the task's own, and turns its memory into what is kept under pressure. */
function memoryOf(
  { memory_hard_limit: hardMb = 0 }: DockerConfig,
  { limits, task }: TaskRequest,
): Partial<Limits> {
  if (hardMb === 0 || limits.memoryBytes === undefined) return {};
  return {
    memoryBytes: Math.max(hardMb * mebibyte, limits.memoryBytes),
    memoryReservationBytes: task.resources.memoryMb * mebibyte,
  };
}
