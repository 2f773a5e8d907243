import type { Attempt, TaskHandle } from '../../domain/model/handle.js';
import type { AllocId } from '../../domain/model/ids.js';
import type { Answer } from '../../domain/ports/runtime.js';
import type { TaskStore } from '../../domain/ports/task-store.js';
import { done, ok } from '../../domain/shared/result.js';

/** Remembers as long as it is kept: a second service over the same store stands for a restart. */
export class MemoryTaskStore implements TaskStore {
  readonly #attempts = new Map<string, Attempt>();
  readonly #handles = new Map<string, TaskHandle>();

  intend(attempt: Attempt): Answer<undefined> {
    if (!this.#attempts.has(attempt.token)) this.#attempts.set(attempt.token, attempt);
    return Promise.resolve(done);
  }

  remember(handle: TaskHandle): Answer<undefined> {
    this.#handles.set(handle.attempt, handle);
    return Promise.resolve(done);
  }

  forget(alloc: AllocId, task: string): Answer<undefined> {
    for (const kept of [this.#attempts, this.#handles])
      for (const [key, known] of kept) if (known.alloc === alloc && known.task === task) kept.delete(key);
    return Promise.resolve(done);
  }

  attempts(): Answer<readonly Attempt[]> {
    return Promise.resolve(ok([...this.#attempts.values()].sort((a, b) => a.intendedAt - b.intendedAt)));
  }

  handles(): Answer<readonly TaskHandle[]> {
    return Promise.resolve(ok([...this.#handles.values()]));
  }
}
