import type { LogPolicy, Resources, RestartPolicy, Task } from '../model/job.js';
import { formatDuration } from '../shared/duration.js';
import { type Problem, problem } from '../shape/problem.js';

/** The shortest interval in which Nomad counts restarts. */
const minIntervalMs = 5000;
const minCpuMhz = 1;
const minMemoryMb = 10;

const unless = (holds: boolean, path: string, message: string, suggestion?: string): readonly Problem[] =>
  holds ? [] : [problem(path, message, suggestion)];

const isCount = (value: number, min: number): boolean => Number.isInteger(value) && value >= min;

export const killProblems = ({ killTimeoutMs, shutdownDelayMs }: Task): readonly Problem[] => [
  ...unless(killTimeoutMs >= 0, 'kill_timeout', 'must not be negative'),
  ...unless(shutdownDelayMs >= 0, 'shutdown_delay', 'must not be negative'),
];

export function restartProblems({ attempts, intervalMs, delayMs, mode }: RestartPolicy): readonly Problem[] {
  const shortest = formatDuration(attempts * delayMs);
  return [
    ...unless(isCount(attempts, 0), 'restart.attempts', 'must be a whole number of at least 0'),
    ...unless(delayMs >= 0, 'restart.delay', 'must not be negative'),
    ...unless(
      attempts > 0 || mode !== 'delay',
      'restart.attempts',
      'is 0, so mode "delay" would wait and never restart',
      'allow at least one attempt, or use mode "fail"',
    ),
    ...unless(
      attempts === 0 || intervalMs >= minIntervalMs,
      'restart.interval',
      `must be at least ${formatDuration(minIntervalMs)}, not ${formatDuration(intervalMs)}`,
    ),
    ...unless(
      attempts * delayMs <= intervalMs,
      'restart.interval',
      `is ${formatDuration(intervalMs)}, but ${attempts.toString()} restarts with their delays take ${shortest}`,
      `use an interval of at least ${shortest}`,
    ),
  ];
}

export function resourceProblems(resources: Resources): readonly Problem[] {
  const { cpuMhz, cores, memoryMb, memoryMaxMb, secretsMb } = resources;
  return [
    ...unless(
      cores !== undefined || cpuMhz >= minCpuMhz,
      'resources.cpu',
      `must be at least ${minCpuMhz.toString()}, not ${cpuMhz.toString()}`,
    ),
    ...unless(
      cores === undefined || isCount(cores, 1),
      'resources.cores',
      'must be a whole number of at least 1',
    ),
    ...unless(
      memoryMb >= minMemoryMb,
      'resources.memory',
      `must be at least ${minMemoryMb.toString()} (MB), not ${memoryMb.toString()}`,
    ),
    ...unless(
      typeof memoryMaxMb !== 'number' || memoryMaxMb >= memoryMb,
      'resources.memory_max',
      `must not be less than memory, which is ${memoryMb.toString()}`,
      'use -1 for no limit',
    ),
    // A tmpfs of no size has no limit.
    ...unless(secretsMb > 0 && secretsMb <= memoryMb, 'resources.secrets', 'must lie between 1 and memory'),
  ];
}

export const logProblems = ({ maxFiles, maxFileBytes }: LogPolicy): readonly Problem[] => [
  ...unless(isCount(maxFiles, 1), 'logs.max_files', 'must be a whole number of at least 1'),
  ...unless(maxFileBytes >= 1, 'logs.max_file_size', 'must be at least 1 (MB)'),
];
