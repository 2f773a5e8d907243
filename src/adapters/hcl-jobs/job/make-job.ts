import type { GroupNetwork, Job, Port, RestartPolicy, TaskGroup } from '../../../domain/model/job.js';
import { type Labelled } from '../../../domain/shape/collections.js';
import type { GroupBlock } from './group-shape.js';
import type { JobBlock } from './job-shape.js';
import { makeTask } from './make-task.js';
import type { NetworkBlock } from './network-shape.js';
import { ownPorts } from './own-ports.js';
import type { TaskBlock } from './task-shape.js';

const service: RestartPolicy = { attempts: 2, intervalMs: 30 * 60_000, delayMs: 15_000, mode: 'fail' };
const batch: RestartPolicy = { ...service, attempts: 3, intervalMs: 24 * 3_600_000 };

const restartOf: Readonly<Record<JobBlock['type'], RestartPolicy>> = {
  service,
  system: service,
  batch,
  sysbatch: batch,
};

/** The job that a block asks for, with every default in its place. */
export function makeJob(label: string, job: JobBlock): Job {
  const defaults = restartOf[job.type];
  return {
    id: job.id ?? label,
    name: job.name ?? label,
    type: job.type,
    namespace: job.namespace,
    region: job.region,
    datacenters: job.datacenters,
    meta: job.meta,
    groups: [
      ...job.task.map((task) => groupOfOne(task, defaults)),
      ...job.group.map(({ label: name, value }) => makeGroup(name, value, defaults)),
    ],
  };
}

/** A task that stands in no group makes one of its own name. */
function groupOfOne(task: Labelled<TaskBlock>, defaults: RestartPolicy): TaskGroup {
  return {
    name: task.label,
    count: 1,
    meta: {},
    shutdownDelayMs: 0,
    network: networkOf(undefined, [task]),
    volumes: {},
    tasks: [makeTask(task, undefined, defaults)],
  };
}

const makeGroup = (name: string, group: GroupBlock, defaults: RestartPolicy): TaskGroup => ({
  name,
  count: group.count,
  meta: group.meta,
  shutdownDelayMs: group.shutdown_delay,
  network: networkOf(group.network, group.task),
  volumes: Object.fromEntries(
    group.volume.map(({ label, value: { source, read_only: readOnly } }) => [
      label,
      { name: label, source, readOnly },
    ]),
  ),
  tasks: group.task.map((task) => makeTask(task, group.restart, defaults)),
});

/** Tasks once had networks of their own; their ports are among the group's, and known as theirs. */
function networkOf(network: NetworkBlock | undefined, tasks: readonly Labelled<TaskBlock>[]): GroupNetwork {
  const ofTasks = tasks.flatMap(({ label, value }) =>
    ownPorts(value).map((port) => ({ ...makePort(port), task: label })),
  );
  return {
    mode: network?.mode ?? 'host',
    ...given('hostname', network?.hostname),
    ports: [...(network?.port ?? []).map(makePort), ...ofTasks],
    dns: network?.dns,
  };
}

const makePort = ({ label, value }: NetworkBlock['port'][number]): Port => ({
  label,
  static: value.static === 0 ? undefined : value.static,
  // -1 and 0 mean the same: whatever the port on the host is.
  to: value.to === -1 || value.to === 0 ? undefined : value.to,
  ...given('hostNetwork', value.host_network),
});

/** A key that is absent unless something stands there. */
const given = <Key extends string>(key: Key, text: string | undefined): Partial<Record<Key, string>> =>
  text === undefined || text === '' ? {} : ({ [key]: text } as Record<Key, string>);
