import type { NumberedEvent } from '../../domain/model/event.js';
import type { Attempt, TaskHandle } from '../../domain/model/handle.js';
import type { AllocId, AttemptToken } from '../../domain/model/ids.js';
import { type Kept, keptOf, type Unreadable } from '../../domain/model/kept.js';
import type { KeptAllocation, UnreadableAllocation } from '../../domain/model/kept-allocation.js';
import type { Answer } from '../../domain/ports/runtime.js';
import { keptEvents, type TaskStore } from '../../domain/ports/task-store.js';
import { done, err, ok, type Result } from '../../domain/shared/result.js';

/** Remembers as long as it is kept: a second service over the same store stands for a restart. */
export class MemoryTaskStore implements TaskStore {
  readonly #attempts = new Map<string, Result<Attempt, Unreadable>>();
  readonly #handles = new Map<string, Result<TaskHandle, Unreadable>>();
  readonly #allocations = new Map<AllocId, Result<KeptAllocation, UnreadableAllocation>>();
  readonly #events = new Map<number, NumberedEvent>();

  intend(attempt: Attempt): Answer<undefined> {
    const key = keyOf({ ...attempt, attempt: attempt.token });
    if (this.#attempts.get(key)?.ok !== true) this.#attempts.set(key, ok(attempt));
    return Promise.resolve(done);
  }

  remember({ driver, alloc, task, attempt, instance, startedAt }: TaskHandle): Answer<undefined> {
    const handle = { driver, alloc, task, attempt, instance, startedAt };
    this.#handles.set(keyOf(handle), ok(handle));
    return Promise.resolve(done);
  }

  forget(alloc: AllocId, task: string): Answer<undefined> {
    this.#forgetThose((known) => known.alloc === alloc && known.task === task);
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

  keep(allocations: readonly KeptAllocation[]): Answer<undefined> {
    for (const kept of allocations) this.#allocations.set(kept.allocation.id, ok(kept));
    return Promise.resolve(done);
  }

  allocations(): Answer<Kept<KeptAllocation, UnreadableAllocation>> {
    const { readable, unreadable } = keptOf([...this.#allocations.values()]);
    return Promise.resolve(
      ok({ readable: readable.toSorted((a, b) => a.submittedAt - b.submittedAt), unreadable }),
    );
  }

  drop(alloc: AllocId): Answer<undefined> {
    this.#allocations.delete(alloc);
    this.#forgetThose((known) => known.alloc === alloc);
    return Promise.resolve(done);
  }

  record(events: readonly NumberedEvent[]): Answer<undefined> {
    for (const event of events) this.#events.set(event.number, event);
    const last = Math.max(0, ...this.#events.keys());
    for (const number of this.#events.keys()) if (number <= last - keptEvents) this.#events.delete(number);
    return Promise.resolve(done);
  }

  events(after: number): Answer<readonly NumberedEvent[]> {
    const kept = [...this.#events.values()].filter(({ number }) => number > after);
    return Promise.resolve(ok(kept.sort((a, b) => a.number - b.number)));
  }

  /** Nothing kept of the attempt, or of the allocation itself, can be read any more, as when a disk loses a block. */
  spoil(attempt: AttemptToken | AllocId): void {
    const alloc = attempt as AllocId;
    if (this.#allocations.has(alloc)) this.#allocations.set(alloc, err({ alloc, why: 'is spoilt' }));
    for (const kept of [this.#attempts, this.#handles])
      for (const [key, record] of kept) {
        if (!record.ok) continue;
        const { alloc, task } = record.value;
        const token = 'token' in record.value ? record.value.token : record.value.attempt;
        if (token === attempt) kept.set(key, err({ alloc, task, attempt: token, why: 'is spoilt' }));
      }
  }

  #forgetThose(concerns: (known: Pick<Unreadable, 'alloc' | 'task'>) => boolean): void {
    for (const kept of [this.#attempts, this.#handles])
      for (const [key, record] of kept)
        if (concerns(record.ok ? record.value : record.error)) kept.delete(key);
  }
}

const keyOf = ({ alloc, task, attempt }: Pick<TaskHandle, 'alloc' | 'task' | 'attempt'>): string =>
  JSON.stringify([alloc, task, attempt]);
