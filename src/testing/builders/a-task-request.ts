import type { TaskDirectories } from '../../../src/domain/model/directories.js';
import type { HostFacts } from '../../../src/domain/model/host.js';
import type { AllocId, AttemptToken, OwnerId, SpecHash } from '../../../src/domain/model/ids.js';
import type { Task } from '../../../src/domain/model/job.js';
import type { TaskRequest } from '../../../src/domain/model/task-request.js';
import type { JsonObject } from '../../../src/domain/shared/json.js';
import { anAllocation, aTask } from './a-job.js';
import { someLimits } from './some-limits.js';

const alloc = '4f0c8a31-5c1e-4d6f-9a57-0c8e6f3b2a10' as AllocId;

export const someDirectories = (over: Partial<TaskDirectories> = {}): TaskDirectories => ({
  root: '/state/alloc/a1/task',
  shared: '/state/alloc/a1/alloc',
  logs: '/state/alloc/a1/alloc/logs',
  local: '/state/alloc/a1/task/local',
  secrets: '/state/alloc/a1/task/secrets',
  private: '/state/alloc/a1/task/private',
  tmp: '/state/alloc/a1/task/tmp',
  ...over,
});

export const aHost = (over: Partial<HostFacts> = {}): HostFacts => ({
  nodeId: '9b8d1c55-0000-4000-8000-000000000001' as OwnerId,
  hostname: 'quay',
  bootId: 'boot',
  cores: 4,
  cpuMhz: 8000,
  memoryBytes: 1024,
  attributes: { 'kernel.name': 'linux' },
  environment: { PATH: '/usr/bin:/bin', LANG: 'C', AWS_SECRET_ACCESS_KEY: 'x' },
  ...over,
});

export const aTaskRequest = (config: JsonObject, over: Partial<TaskRequest> = {}): TaskRequest => ({
  identity: {
    owner: 'owner' as OwnerId,
    kind: 'task',
    job: 'job',
    group: 'group',
    alloc,
    task: 'task',
    attempt: 'c3d4e5f6-1111-4222-8333-444455556666' as AttemptToken,
  },
  allocation: anAllocation({ id: alloc }),
  task: aTask(),
  config,
  environment: { NOMAD_TASK_NAME: 'task', PATH: '/bin' },
  directories: someDirectories(),
  limits: someLimits({ memoryBytes: 300 * 1024 * 1024 }),
  cpuCores: 0.5,
  volumeMounts: [],
  ports: { http: { hostIp: '10.0.0.7', host: 20_000, task: 8080 } },
  network: undefined,
  nameFiles: undefined,
  ...over,
});

/** A request for a task that is not quite the usual one. */
export const aRequestFor = (task: Partial<Task>, config: JsonObject): TaskRequest =>
  aTaskRequest(config, { task: aTask(task) });

/** Tells contents apart as a real hash would. */
export const hashed = (content: unknown): SpecHash => JSON.stringify(content) as SpecHash;
