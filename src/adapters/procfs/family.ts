import type { ProcessIdentity } from '../../domain/ports/process-table.js';
import type { ProcessStat } from './parse-stat.js';

export interface SeenProcess extends ProcessStat {
  readonly pid: number;
}

/** Those of the processes that come of the ancestor; see `ProcessTable.offspring`. Nothing comes of what is younger. */
export function familyOf(ancestor: ProcessIdentity, seen: readonly SeenProcess[]): readonly SeenProcess[] {
  const family = new Set([ancestor.pid]);
  const young = seen.filter(({ startTicks }) => startTicks >= ancestor.startTicks);
  for (let before = 0; before !== family.size;) {
    before = family.size;
    for (const { pid, parent, session } of young)
      if (family.has(parent) || family.has(session)) family.add(pid);
  }
  return young.filter(({ pid }) => family.has(pid));
}
