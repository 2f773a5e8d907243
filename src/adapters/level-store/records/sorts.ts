import type { Attempt, TaskHandle } from '../../../domain/model/handle.js';
import type { AllocId, AttemptToken, InstanceId, Instant } from '../../../domain/model/ids.js';
import { object, required } from '../../../domain/shape/object.js';
import { number, string } from '../../../domain/shape/scalars.js';
import type { Shape } from '../../../domain/shape/shape.js';
import { RecordSort } from './record-sort.js';

const id = <Id extends string>(): Shape<Id> => string() as Shape<Id>;
const instant = number() as Shape<Instant>;

const attemptFields = {
  token: required(id<AttemptToken>()),
  alloc: required(id<AllocId>()),
  task: required(string()),
  driver: required(string()),
  intendedAt: required(instant),
};

const handleFields = {
  driver: required(string()),
  alloc: required(id<AllocId>()),
  task: required(string()),
  attempt: required(id<AttemptToken>()),
  instance: required(id<InstanceId>()),
  startedAt: required(instant),
};

export const attempts = new RecordSort<Attempt>(
  'attempt',
  Object.keys(attemptFields),
  object(attemptFields),
  ({ alloc, task, token }) => ({ alloc, task, attempt: token }),
);

export const handles = new RecordSort<TaskHandle>(
  'handle',
  Object.keys(handleFields),
  object(handleFields),
  (handle) => handle,
);
