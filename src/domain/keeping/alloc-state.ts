import { decideGroup, type TaskStatus } from '../lifecycle/group-order.js';
import { type KeptAllocation, noProgress, type TaskProgress } from '../model/kept-allocation.js';
import { lookup } from '../shared/record.js';

export const progressOf = ({ tasks }: Pick<KeptAllocation, 'tasks'>, task: string): TaskProgress =>
  lookup(tasks, task) ?? noProgress;

/** Whether nothing runs of it and nothing is to be started any more. */
export function isOver(kept: KeptAllocation): boolean {
  const statuses = kept.allocation.group.tasks.map(({ name, leader, lifecycle: role }): TaskStatus => {
    const { phase, outcome, startedAt } = progressOf(kept, name);
    const under = phase === 'active' || phase === 'exited' ? 'starting' : phase;
    return { name, role, leader, phase: under, outcome, ran: startedAt !== undefined, stopping: false };
  });
  return decideGroup(statuses, kept.wanted ? 'run' : 'stop').finished;
}

/** What people call it; of one that is over it is final. */
export function stateOf(
  kept: KeptAllocation,
): 'pending' | 'running' | 'stopping' | 'complete' | 'failed' | 'stopped' {
  const all = kept.allocation.group.tasks.map(({ name }) => progressOf(kept, name));
  if (isOver(kept)) {
    const failed = all.some(({ outcome, failure }) => outcome === 'failed' || failure !== undefined);
    if (failed) return 'failed';
    return kept.wanted ? 'complete' : 'stopped';
  }
  if (!kept.wanted) return 'stopping';
  return all.some(({ startedAt }) => startedAt !== undefined) ? 'running' : 'pending';
}
