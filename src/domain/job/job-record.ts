import { isNetworkMode, type NetworkMode } from '../model/group-network.js';
import type { GroupNetwork, Job, Port, TaskGroup, VolumeRequest } from '../model/job.js';
import { list, map } from '../shape/collections.js';
import { object, optional, required } from '../shape/object.js';
import { type Problem, problem } from '../shape/problem.js';
import { refine, spelt } from '../shape/refine.js';
import { boolean, number, oneOf, string } from '../shape/scalars.js';
import { readShape, type Shape } from '../shape/shape.js';
import { isJsonObject, type Json, type JsonObject } from '../shared/json.js';
import { err, ok, type Result } from '../shared/result.js';
import { taskRecord } from './task-record.js';

/** Whose port it is stands there only where it is a task's. */
const port: Shape<Port> = refine(
  object({
    label: required(string()),
    task: optional(string()),
    static: optional(number()),
    to: optional(number()),
    hostNetwork: optional(string()),
  }),
  ({ task, hostNetwork, ...shared }) => ({
    ...shared,
    ...(task === undefined ? {} : { task }),
    ...(hostNetwork === undefined ? {} : { hostNetwork }),
  }),
);

const networkMode: Shape<NetworkMode> = spelt('the mode of a network', (text) =>
  isNetworkMode(text) ? text : undefined,
);

const network: Shape<GroupNetwork> = refine(
  object({
    mode: required(networkMode),
    hostname: optional(string()),
    ports: required(list(port)),
    dns: optional(
      object({
        servers: required(list(string())),
        searches: required(list(string())),
        options: required(list(string())),
      }),
    ),
  }),
  ({ hostname, ...shared }) => (hostname === undefined ? shared : { ...shared, hostname }),
);

const volume: Shape<VolumeRequest> = object({
  name: required(string()),
  source: required(string()),
  readOnly: required(boolean()),
});

const group: Shape<TaskGroup> = object({
  name: required(string()),
  count: required(number()),
  meta: required(map(string())),
  shutdownDelayMs: required(number()),
  network: required(network),
  volumes: required(map(volume)),
  tasks: required(list(taskRecord)),
});

export const jobRecord: Shape<Job> = object({
  id: required(string()),
  name: required(string()),
  type: required(oneOf('service', 'batch', 'system', 'sysbatch')),
  namespace: required(string()),
  region: required(string()),
  datacenters: required(list(string())),
  meta: required(map(string())),
  groups: required(list(group)),
});

/** A job as data that can be kept and sent: what is undefined in it is left out. */
export const writeJobRecord = (written: Job): JsonObject => withoutUndefined(written) as JsonObject;

/** The very job that was written, or all that is wrong with the record. Whether the job can run is judged elsewhere. */
export function readJobRecord(record: Json): Result<Job, readonly Problem[]> {
  if (!isJsonObject(record)) return err([problem('job', 'must be a block')]);
  const { value, problems } = readShape(jobRecord, record, 'job');
  return value === undefined ? err(problems) : ok(value);
}

function withoutUndefined(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutUndefined);
  if (typeof value !== 'object' || value === null) return value;
  const known = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(known.map(([key, item]) => [key, withoutUndefined(item)]));
}
