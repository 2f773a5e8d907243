import type { NumberedEvent } from '../../domain/model/event.js';
import type { Attempt, TaskHandle } from '../../domain/model/handle.js';
import type { AllocId } from '../../domain/model/ids.js';
import { type Kept, keptOf } from '../../domain/model/kept.js';
import type { KeptAllocation, UnreadableAllocation } from '../../domain/model/kept-allocation.js';
import type { ProcessTable } from '../../domain/ports/process-table.js';
import type { Answer } from '../../domain/ports/runtime.js';
import { keptEvents, type TaskStore } from '../../domain/ports/task-store.js';
import { err, ok, type Result } from '../../domain/shared/result.js';
import { type Change, Database, type Reading } from './database.js';
import { damagedFault } from './read-fault.js';
import type { KeyRange } from './records/keys.js';
import type { RecordSort } from './records/record-sort.js';
import { allocations, attempts, events, handles, keyOfNumber } from './records/sorts.js';

/**
 * Keeps records in a LevelDB. This process has its directory until it closes the store or ends, however it ends. To open
 * one that is in use is `conflict`, and names the process that has it; to use a store that is closed is `unavailable`.
 */
export class LevelTaskStore implements TaskStore {
  readonly #directory: string;
  readonly #database: Database;

  private constructor(directory: string, database: Database) {
    this.#directory = directory;
    this.#database = database;
  }

  /** The directory is the store's own. It is made when it isn't there. */
  static async open(directory: string, processes: ProcessTable): Answer<LevelTaskStore> {
    const database = await Database.open(directory, processes);
    return database.ok ? ok(new LevelTaskStore(directory, database.value)) : database;
  }

  intend(attempt: Attempt): Answer<undefined> {
    return this.#database.change(async (reading) => {
      const key = attempts.keyOf(attempt);
      const known = await reading.value(key);
      const isKnown = known !== undefined && attempts.read(key, known)?.ok === true;
      return isKnown ? [] : [put(attempts, attempt)];
    });
  }

  remember(handle: TaskHandle): Answer<undefined> {
    return this.#put(handles, [handle]);
  }

  forget(alloc: AllocId, task: string): Answer<undefined> {
    return this.#database.change((reading) =>
      deletions(reading, [attempts.keysOf(alloc, task), handles.keysOf(alloc, task)]),
    );
  }

  async attempts(): Answer<Kept<Attempt>> {
    const kept = await this.#all(attempts);
    if (!kept.ok) return kept;
    const { readable, unreadable } = kept.value;
    return ok({ readable: readable.toSorted((a, b) => a.intendedAt - b.intendedAt), unreadable });
  }

  handles(): Answer<Kept<TaskHandle>> {
    return this.#all(handles);
  }

  keep(kept: readonly KeptAllocation[]): Answer<undefined> {
    return this.#put(allocations, kept);
  }

  async allocations(): Answer<Kept<KeptAllocation, UnreadableAllocation>> {
    const kept = await this.#all(allocations);
    if (!kept.ok) return kept;
    const { readable, unreadable } = kept.value;
    return ok({ readable: readable.toSorted((a, b) => a.submittedAt - b.submittedAt), unreadable });
  }

  drop(alloc: AllocId): Answer<undefined> {
    return this.#database.change(async (reading) => [
      { type: 'del', key: allocations.keyOfParts(alloc) },
      ...(await deletions(reading, [attempts.keysOf(alloc), handles.keysOf(alloc)])),
    ]);
  }

  record(recorded: readonly NumberedEvent[]): Answer<undefined> {
    return this.#database.change(async (reading) => {
      const last = Math.max(0, ...recorded.map(({ number }) => number));
      const { gte } = events.keys;
      const old = { gte, lt: events.keyOfParts(keyOfNumber(Math.max(0, last - keptEvents + 1))) };
      return [...(await deletions(reading, [old])), ...recorded.map((event) => put(events, event))];
    });
  }

  async events(after: number): Answer<readonly NumberedEvent[]> {
    const { lt } = events.keys;
    const kept = await this.#all(events, { gte: events.keyOfParts(keyOfNumber(after + 1)), lt });
    return kept.ok ? ok(kept.value.readable) : kept;
  }

  /** What was asked before is still answered. Another may open the directory then. */
  close(): Promise<void> {
    return this.#database.close();
  }

  #put<T, Lost>(sort: RecordSort<T, Lost>, records: readonly T[]): Answer<undefined> {
    return this.#database.change(() => Promise.resolve(records.map((record) => put(sort, record))));
  }

  async #all<T, Lost>(sort: RecordSort<T, Lost>, keys: KeyRange = sort.keys): Answer<Kept<T, Lost>> {
    const entries = await this.#database.read((reading) => reading.entries(keys));
    if (!entries.ok) return entries;
    const records: Result<T, Lost>[] = [];
    for (const [key, value] of entries.value) {
      const record = sort.read(key, value);
      if (record === undefined) return err(damagedFault(this.#directory, `${key} is no key of it`));
      records.push(record);
    }
    return ok(keptOf(records));
  }
}

const put = <T, Lost>(sort: RecordSort<T, Lost>, record: T): Change => ({
  type: 'put',
  key: sort.keyOf(record),
  value: sort.write(record),
});

async function deletions(reading: Reading, ranges: readonly KeyRange[]): Promise<readonly Change[]> {
  const known = await Promise.all(ranges.map((range) => reading.entries(range)));
  return known.flat().map(([key]) => ({ type: 'del', key }));
}
