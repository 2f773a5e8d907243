import type { Attempt, TaskHandle } from '../../../src/domain/model/handle.js';
import type { InstanceId } from '../../../src/domain/model/ids.js';
import { anAllocId, anAttemptToken, at } from './an-identity.js';

export const anAttempt = (over: Partial<Attempt> = {}): Attempt => ({
  token: anAttemptToken(),
  alloc: anAllocId(),
  task: 'task',
  driver: 'exec',
  intendedAt: at(0),
  ...over,
});

export const aHandle = (over: Partial<TaskHandle> = {}): TaskHandle => ({
  driver: 'exec',
  alloc: anAllocId(),
  task: 'task',
  attempt: anAttemptToken(),
  instance: 'instance' as InstanceId,
  startedAt: at(0),
  ...over,
});
