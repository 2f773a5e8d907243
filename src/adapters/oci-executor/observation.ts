import type { Exit } from '../../domain/model/exit.js';
import { exitFromStatus } from '../../domain/model/exit.js';
import type { Instant } from '../../domain/model/ids.js';
import type { InstanceState } from '../../domain/model/instance.js';
import type { ProcessIdentity } from '../../domain/ports/process-table.js';
import type { InstanceRecord } from './instance-record.js';

/** What was seen of one instance on the host, all at about the same time. */
export interface Observation {
  readonly record: InstanceRecord;
  /** Whether the host was booted since the instance was made. */
  readonly otherBoot: boolean;
  /** As the monitor wrote it; `status` is undefined when that is no number. */
  readonly exit: { readonly status: number | undefined; readonly at: Instant } | undefined;
  /** The first process while it lives. */
  readonly task: ProcessIdentity | undefined;
  /** Whether the OCI runtime got as far as making a first process. */
  readonly wasMade: boolean;
  /** Whether the first process still waits to be started. */
  readonly isGated: boolean;
  readonly monitorLives: boolean;
  readonly startedAt: Instant | undefined;
  readonly oom: boolean;
}

/** The state that an observation shows. What nobody saw is not made up. */
export function stateOf(seen: Observation): InstanceState {
  const startedAt = seen.startedAt ?? seen.record.createdAt;
  if (isHalfStarted(seen))
    return lost(seen, startedAt, 'its start broke off: whether it ever ran is not known');
  if (seen.exit !== undefined) {
    const finishedAt = Math.max(seen.exit.at, startedAt) as Instant;
    return { phase: 'exited', exit: exitOf(seen.exit.status, seen.oom), startedAt, finishedAt };
  }
  if (seen.otherBoot) return lost(seen, startedAt, 'the host was booted since');
  if (seen.task !== undefined)
    return seen.isGated ? { phase: 'created' } : { phase: 'running', pid: seen.task.pid, startedAt };
  if (seen.monitorLives)
    return {
      phase: 'unknown',
      why: seen.wasMade ? 'its monitor has not told yet how it ended' : 'it is being made',
    };
  // Whoever made it broke off: none of it ever ran, since only what was made to its end is started.
  if (!seen.wasMade) return { phase: 'created' };
  return lost(seen, startedAt, 'its monitor ended before it');
}

/**
 * It was told to start and has ended, and the gate is still there: a runtime that is killed between opening and removing
 * it leaves a task that ran, or one of which only the runtime's own first process did. That one's status is no exit.
 */
export const isHalfStarted = ({ exit, isGated, startedAt }: Observation): boolean =>
  exit !== undefined && isGated && startedAt !== undefined;

/** It is over, and since when or how nobody can say. */
const lost = ({ oom }: Observation, startedAt: Instant, why: string): InstanceState => ({
  phase: 'exited',
  exit: { kind: 'unknown', why, oom },
  startedAt,
  finishedAt: startedAt,
});

const exitOf = (status: number | undefined, oom: boolean): Exit =>
  status === undefined
    ? { kind: 'unknown', why: 'its monitor could not learn how it ended', oom }
    : exitFromStatus(status, oom);
