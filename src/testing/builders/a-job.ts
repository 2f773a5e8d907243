import type { Allocation } from '../../../src/domain/model/allocation.js';
import type { Job, Task, TaskGroup } from '../../../src/domain/model/job.js';
import { anAllocId } from './an-identity.js';

/** A main task of the `exec` driver with Nomad's defaults, but restarts off. */
export const aTask = (over: Partial<Task> = {}): Task => ({
  name: 'task',
  driver: 'exec',
  config: { command: '/bin/true' },
  environment: {},
  meta: {},
  user: undefined,
  leader: false,
  lifecycle: { hook: 'main', sidecar: false },
  restart: { attempts: 0, intervalMs: 86_400_000, delayMs: 15_000, mode: 'fail' },
  killTimeoutMs: 5000,
  killSignal: undefined,
  shutdownDelayMs: 0,
  logs: { maxFiles: 10, maxFileBytes: 10 * 1024 * 1024, disabled: false },
  resources: { cpuMhz: 100, cores: undefined, memoryMb: 300, memoryMaxMb: undefined, secretsMb: 1 },
  rlimits: [],
  volumeMounts: [],
  templates: [],
  ...over,
});

export const aGroup = (over: Partial<TaskGroup> = {}): TaskGroup => ({
  name: 'group',
  count: 1,
  meta: {},
  shutdownDelayMs: 0,
  network: { mode: 'host', ports: [], dns: undefined },
  volumes: {},
  tasks: [aTask()],
  ...over,
});

export const aJob = (over: Partial<Job> = {}): Job => ({
  id: 'job',
  name: 'job',
  type: 'batch',
  namespace: 'default',
  region: 'global',
  datacenters: ['dc1'],
  meta: {},
  groups: [aGroup()],
  ...over,
});

/** The first instance of the first group of a job. */
export function anAllocation(over: Partial<Allocation> = {}): Allocation {
  const job = over.job ?? aJob();
  return { id: anAllocId(), index: 0, job, group: job.groups[0] ?? aGroup(), ...over };
}
