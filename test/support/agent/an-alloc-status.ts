import type { AllocStatus, TaskState } from '../../../src/app/agent.js';
import type { AllocId, AttemptToken, InstanceId, Instant } from '../../../src/domain/model/ids.js';

export const someAllocId = '3f2a9c1e-0000-4000-8000-000000000001' as AllocId;

/** The task `web`, which runs. */
export const aTaskState = (over: Partial<TaskState> = {}): TaskState => ({
  task: 'web',
  driver: 'exec',
  phase: 'running',
  outcome: undefined,
  exit: undefined,
  restarts: 0,
  startedAt: 2000 as Instant,
  finishedAt: undefined,
  handle: {
    driver: 'exec',
    alloc: someAllocId,
    task: 'web',
    attempt: 'attempt-1' as AttemptToken,
    instance: 'wharf-web-1' as InstanceId,
    startedAt: 2000 as Instant,
  },
  pid: 4711,
  failure: undefined,
  ...over,
});

/** Of `shop.front[0]`, which runs. */
export const anAllocStatus = (over: Partial<AllocStatus> = {}): AllocStatus => ({
  id: someAllocId,
  name: 'shop.front[0]',
  job: 'shop',
  group: 'front',
  submittedAt: 1000 as Instant,
  wanted: true,
  state: 'running',
  tasks: [aTaskState()],
  failures: [],
  ...over,
});
