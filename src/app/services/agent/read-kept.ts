import type { Attempt, TaskHandle } from '../../../domain/model/handle.js';
import type { AllocId } from '../../../domain/model/ids.js';
import { progressOf } from '../../../domain/keeping/alloc-state.js';
import type { Kept } from '../../../domain/model/kept.js';
import type { KeptAllocation, UnreadableAllocation } from '../../../domain/model/kept-allocation.js';
import type { Answer } from '../../../domain/ports/runtime.js';
import type { TaskStore } from '../../../domain/ports/task-store.js';
import { ok } from '../../../domain/shared/result.js';
import type { KnownAttempts } from '../task-attempt.js';
import type { KnownTasks } from './held-allocation.js';

/** All that an agent before this one left in the store. */
export interface KeptState {
  readonly allocations: readonly { readonly kept: KeptAllocation; readonly known: KnownTasks }[];
  readonly unreadable: readonly UnreadableAllocation[];
  /** Of allocations that are not kept: something of them may be on the host, and is nobody's. */
  readonly stray: readonly Attempt[];
}

export async function readKept(store: TaskStore): Answer<KeptState> {
  const allocations = await store.allocations();
  if (!allocations.ok) return allocations;
  const attempts = await store.attempts();
  if (!attempts.ok) return attempts;
  const handles = await store.handles();
  if (!handles.ok) return handles;
  const { readable, unreadable } = allocations.value;
  const owned = new Set<AllocId>([
    ...readable.map(({ allocation }) => allocation.id),
    ...unreadable.map(({ alloc }) => alloc),
  ]);
  return ok({
    allocations: readable.map((kept) => ({
      kept,
      known: knownTasks(kept, attempts.value, handles.value),
    })),
    unreadable,
    stray: attempts.value.readable.filter(({ alloc }) => !owned.has(alloc)),
  });
}

const knownTasks = (kept: KeptAllocation, attempts: Kept<Attempt>, handles: Kept<TaskHandle>): KnownTasks =>
  new Map(
    kept.allocation.group.tasks.map(({ name, driver }) => {
      const isIts = (known: Pick<Attempt, 'alloc' | 'task'>): boolean =>
        known.alloc === kept.allocation.id && known.task === name;
      // Of a record that can't be read its key still tells the token, by which what it made is found.
      const guessed = attempts.unreadable.filter(isIts).map(({ alloc, task, attempt: token }) => ({
        alloc,
        task,
        token,
        driver,
        intendedAt: kept.submittedAt,
      }));
      const all = [...guessed, ...attempts.readable.filter(isIts)];
      return [name, knownAttempts(kept, name, all, handles.readable.filter(isIts))];
    }),
  );

/**
 * The attempt that was intended last is the one that may run: none is made before those that were are off the host. What is
 * remembered of another one could not be forgotten.
 */
function knownAttempts(
  kept: KeptAllocation,
  task: string,
  attempts: readonly Attempt[],
  handles: readonly TaskHandle[],
): KnownAttempts {
  const { phase, exit, attempt } = progressOf(kept, task);
  const handle = handles.find((each) => each.attempt === attempts.at(-1)?.token);
  const isItsExit = phase === 'exited' || (handle !== undefined && handle.attempt === attempt);
  return { handle, attempts, exit: isItsExit ? exit : undefined };
}
