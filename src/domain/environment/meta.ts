import type { Allocation } from '../model/allocation.js';
import type { Task } from '../model/job.js';

/** What job, group and task say about themselves; the nearer one wins. */
export const metaOf = ({ job, group }: Allocation, task: Task): Readonly<Record<string, string>> => ({
  ...job.meta,
  ...group.meta,
  ...task.meta,
});
