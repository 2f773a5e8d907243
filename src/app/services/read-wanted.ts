import type { AllocId } from '../../domain/model/ids.js';
import type { Answer } from '../../domain/ports/runtime.js';
import type { TaskStore } from '../../domain/ports/task-store.js';
import type { Wanted } from '../../domain/reconcile/snapshot.js';
import { ok } from '../../domain/shared/result.js';
import type { PendingRemovals } from './pending-removals.js';

export interface WantedParts {
  readonly store: Pick<TaskStore, 'attempts' | 'handles'>;
  /** One per runtime. What they work at is theirs to take off the host. */
  readonly removals: readonly Pick<PendingRemovals, 'pending'>[];
  /** Those that are kept running, or are being ended; a fault as long as that can't be told. */
  readonly liveAllocs: () => Answer<ReadonlySet<AllocId>>;
}

/** What is wanted now. A fault when any part of it can't be told: it might be the one that keeps something alive. */
export async function readWanted({ store, removals, liveAllocs }: WantedParts): Answer<Wanted> {
  const attempts = await store.attempts();
  if (!attempts.ok) return attempts;
  const handles = await store.handles();
  if (!handles.ok) return handles;
  const allocs = await liveAllocs();
  if (!allocs.ok) return allocs;
  const pending = removals.flatMap((each) => each.pending);
  // Whatever a record said that can't be read: something of its attempt may be on the host, known or not.
  const unreadable = [...attempts.value.unreadable, ...handles.value.unreadable];
  return ok({
    attempts: new Set([
      ...attempts.value.readable.map(({ token }) => token),
      ...[...handles.value.readable, ...unreadable, ...pending].map(({ attempt }) => attempt),
    ]),
    instances: new Set(handles.value.readable.map(({ instance }) => instance)),
    allocs: new Set([...allocs.value, ...unreadable.map(({ alloc }) => alloc)]),
  });
}
