import { jobRecord, writeJobRecord } from '../job/job-record.js';
import type { AllocId, AttemptToken, Instant } from '../model/ids.js';
import type { KeptAllocation, TaskProgress } from '../model/kept-allocation.js';
import type { Failure } from '../model/report.js';
import { list, map } from '../shape/collections.js';
import { object, optional, required } from '../shape/object.js';
import { refine } from '../shape/refine.js';
import { boolean, integer, number, oneOf, string } from '../shape/scalars.js';
import { below, type Shape } from '../shape/shape.js';
import type { JsonObject } from '../shared/json.js';
import { exitRecord } from './exit-record.js';

const instant = number() as Shape<Instant>;

const failure: Shape<Failure> = object({ message: required(string()), remedy: optional(string()) });

const progress: Shape<TaskProgress> = object({
  phase: required(oneOf('waiting', 'active', 'exited', 'ended')),
  outcome: optional(oneOf('complete', 'failed', 'stopped', 'not-started')),
  exit: optional(exitRecord),
  attempt: optional(string() as Shape<AttemptToken>),
  restarts: required(list(instant)),
  startedAt: optional(instant),
  finishedAt: optional(instant),
  failure: optional(failure),
});

const flat = object({
  alloc: required(string() as Shape<AllocId>),
  index: required(integer({ min: 0 })),
  group: required(string()),
  job: required(jobRecord),
  submittedAt: required(instant),
  ports: required(map(number())),
  cpusets: required(map(string())),
  logs: optional(string()),
  wanted: required(boolean()),
  tasks: required(map(progress)),
});

/** What is kept of an allocation, read back. */
export const allocationRecord: Shape<KeptAllocation> = refine(
  flat,
  ({ alloc: id, index, group: name, job, ...kept }, at) => {
    const group = job.groups.find((one) => one.name === name);
    if (group !== undefined) return { allocation: { id, index, job, group }, ...kept };
    at.report({ path: below(at, 'group').path, message: 'is no group of its job' });
    return undefined;
  },
);

export const writeAllocationRecord = ({ allocation, ...kept }: KeptAllocation): JsonObject => ({
  alloc: allocation.id,
  index: allocation.index,
  group: allocation.group.name,
  job: writeJobRecord(allocation.job),
  // Nothing but data, all of it known to JSON.
  ...(kept as unknown as JsonObject),
});
