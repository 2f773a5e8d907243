import { allocationRecord, writeAllocationRecord } from '../../../domain/keeping/allocation-record.js';
import { eventRecord } from '../../../domain/keeping/event-record.js';
import type { NumberedEvent } from '../../../domain/model/event.js';
import type { Attempt, TaskHandle } from '../../../domain/model/handle.js';
import type { AllocId, AttemptToken, InstanceId, Instant } from '../../../domain/model/ids.js';
import type { Unreadable } from '../../../domain/model/kept.js';
import type { KeptAllocation, UnreadableAllocation } from '../../../domain/model/kept-allocation.js';
import { list } from '../../../domain/shape/collections.js';
import { object, optional, required } from '../../../domain/shape/object.js';
import { refine } from '../../../domain/shape/refine.js';
import { number, string } from '../../../domain/shape/scalars.js';
import type { Shape } from '../../../domain/shape/shape.js';
import { RecordSort } from './record-sort.js';

const id = <Id extends string>(): Shape<Id> => string() as Shape<Id>;
const instant = number() as Shape<Instant>;

const volumeFields = {
  path: required(string()),
  mounts: required(list(string())),
  bootId: required(string()),
};

const attemptFields = {
  token: required(id<AttemptToken>()),
  alloc: required(id<AllocId>()),
  task: required(string()),
  driver: required(string()),
  intendedAt: required(instant),
  volumes: optional(list(object(volumeFields))),
};

const handleFields = {
  driver: required(string()),
  alloc: required(id<AllocId>()),
  task: required(string()),
  attempt: required(id<AttemptToken>()),
  instance: required(id<InstanceId>()),
  startedAt: required(instant),
};

const lostAttempt = ([alloc, task, attempt, more]: readonly string[], why: string): Unreadable | undefined =>
  alloc === undefined || task === undefined || attempt === undefined || more !== undefined
    ? undefined
    : { alloc: alloc as AllocId, task, attempt: attempt as AttemptToken, why };

export const attempts = new RecordSort<Attempt, Unreadable>({
  name: 'attempt',
  write: (attempt) => JSON.stringify(attempt, [...Object.keys(attemptFields), ...Object.keys(volumeFields)]),
  shape: refine(object(attemptFields), ({ volumes, ...rest }) =>
    volumes === undefined ? rest : { ...rest, volumes },
  ),
  keyed: ({ alloc, task, token }) => [alloc, task, token],
  lost: lostAttempt,
});

export const handles = new RecordSort<TaskHandle, Unreadable>({
  name: 'handle',
  write: (handle) => JSON.stringify(handle, Object.keys(handleFields)),
  shape: object(handleFields),
  keyed: ({ alloc, task, attempt }) => [alloc, task, attempt],
  lost: lostAttempt,
});

export const allocations = new RecordSort<KeptAllocation, UnreadableAllocation>({
  name: 'allocation',
  write: (kept) => JSON.stringify(writeAllocationRecord(kept)),
  shape: allocationRecord,
  keyed: ({ allocation }) => [allocation.id],
  lost: ([alloc, more], why) =>
    alloc === undefined || more !== undefined ? undefined : { alloc: alloc as AllocId, why },
});

/** As wide as any number that is counted to, so that keys are in its order. */
export const keyOfNumber = (number: number): string => number.toString().padStart(16, '0');

export const events = new RecordSort<NumberedEvent, string>({
  name: 'event',
  write: (event) => JSON.stringify(event),
  shape: eventRecord,
  keyed: ({ number }) => [keyOfNumber(number)],
  lost: (_, why) => why,
});
