import type { Attempt, TaskHandle } from '../../domain/model/handle.js';
import type { AllocId, AttemptToken } from '../../domain/model/ids.js';
import { type Kept, keptOf, type Unreadable } from '../../domain/model/kept.js';
import type { Answer } from '../../domain/ports/runtime.js';
import type { TaskStore } from '../../domain/ports/task-store.js';
import { done, err, ok, type Result } from '../../domain/shared/result.js';

/** Remembers as long as it is kept: a second service over the same store stands for a restart. */
export class MemoryTaskStore implements TaskStore {
  readonly #attempts = new Map<string, Result<Attempt, Unreadable>>();
  readonly #handles = new Map<string, Result<TaskHandle, Unreadable>>();

  intend(attempt: Attempt): Answer<undefined> {
    const key = keyOf({ ...attempt, attempt: attempt.token });
    if (this.#attempts.get(key)?.ok !== true) this.#attempts.set(key, ok(attempt));
    return Promise.resolve(done);
  }

  remember(handle: TaskHandle): Answer<undefined> {
    this.#handles.set(keyOf(handle), ok(handle));
    return Promise.resolve(done);
  }

  forget(alloc: AllocId, task: string): Answer<undefined> {
    for (const kept of [this.#attempts, this.#handles])
      for (const [key, record] of kept) {
        const known = record.ok ? record.value : record.error;
        if (known.alloc === alloc && known.task === task) kept.delete(key);
      }
    return Promise.resolve(done);
  }

  attempts(): Answer<Kept<Attempt>> {
    const { readable, unreadable } = keptOf([...this.#attempts.values()]);
    return Promise.resolve(
      ok({ readable: readable.toSorted((a, b) => a.intendedAt - b.intendedAt), unreadable }),
    );
  }

  handles(): Answer<Kept<TaskHandle>> {
    return Promise.resolve(ok(keptOf([...this.#handles.values()])));
  }

  /** Nothing kept of the attempt can be read any more, as when a disk loses a block. */
  spoil(attempt: AttemptToken): void {
    for (const kept of [this.#attempts, this.#handles])
      for (const [key, record] of kept) {
        if (!record.ok) continue;
        const { alloc, task } = record.value;
        const token = 'token' in record.value ? record.value.token : record.value.attempt;
        if (token === attempt) kept.set(key, err({ alloc, task, attempt, why: 'is spoilt' }));
      }
  }
}

const keyOf = ({ alloc, task, attempt }: Pick<TaskHandle, 'alloc' | 'task' | 'attempt'>): string =>
  JSON.stringify([alloc, task, attempt]);
