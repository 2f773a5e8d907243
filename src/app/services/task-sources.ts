import type { TaskSources } from '../../domain/job/resolve-task.js';
import { portsFor } from '../../domain/job/task-ports.js';
import type { HostVolume } from '../../domain/model/driver-policy.js';
import type { Task } from '../../domain/model/job.js';
import type { TaskNetwork } from '../../domain/network/task-network.js';
import type { Ids } from '../../domain/ports/ids.js';
import type { TaskDriver } from '../../domain/ports/task-driver.js';
import { lookup } from '../../domain/shared/record.js';
import type { Berth } from './berth.js';

export interface SourceParts {
  readonly drivers: ReadonlyMap<string, TaskDriver>;
  readonly ids: Ids;
  readonly rules: TaskRules;
}

/** What tasks may have of the host, as its operator set it. */
export interface TaskRules {
  readonly hostVolumes: Readonly<Record<string, HostVolume>>;
  /** Globs of the volumes of this host that may be mounted bidirectionally; absent: all. */
  readonly bidirectional?: readonly string[];
  /** What is done about mounts that tasks leave in their volumes; absent: they are unmounted. */
  readonly leakedMounts?: 'unmount' | 'report';
  /** Globs of names that no task inherits from the host's environment. */
  readonly denylist: readonly string[];
}

/** Undefined when the task has no place here, since there is no such driver. */
export function sourcesOf(
  task: Task,
  { allocation, directories, ports, cpusets, host }: Berth,
  { drivers, ids, rules }: SourceParts,
  network: TaskNetwork | undefined,
): TaskSources | undefined {
  const driver = drivers.get(task.driver);
  const own = lookup(directories.tasks, task.name);
  if (driver === undefined || own === undefined) return undefined;
  return {
    allocation,
    task,
    attempt: ids.attempt(),
    directories: own,
    host,
    ...portsFor(task.name, allocation.group.network.ports, ports, host),
    cpuset: lookup(cpusets, task.name),
    capabilities: driver.capabilities,
    network,
    ...rules,
  };
}
