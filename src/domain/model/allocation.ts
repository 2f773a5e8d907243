import type { AllocId } from './ids.js';
import type { Job, TaskGroup } from './job.js';

/** One instance of a task group on this host. */
export interface Allocation {
  readonly id: AllocId;
  /** Among the instances of its group, from 0. */
  readonly index: number;
  readonly job: Job;
  readonly group: TaskGroup;
}

/** As Nomad names it: `job.group[index]`. */
export const allocName = ({ job, group, index }: Allocation): string =>
  `${job.name}.${group.name}[${index.toString()}]`;

/** As many instances of each group as its count says. */
export const allocationsOf = (job: Job, freshId: () => AllocId): readonly Allocation[] =>
  job.groups.flatMap((group) =>
    Array.from({ length: group.count }, (_, index) => ({ id: freshId(), index, job, group })),
  );
