import type { Attempt, TaskHandle } from '../../domain/model/handle.js';
import type { AllocId } from '../../domain/model/ids.js';
import { type Kept, keptOf, type Unreadable } from '../../domain/model/kept.js';
import type { ProcessTable } from '../../domain/ports/process-table.js';
import type { Answer } from '../../domain/ports/runtime.js';
import type { TaskStore } from '../../domain/ports/task-store.js';
import { err, ok, type Result } from '../../domain/shared/result.js';
import { type Change, Database } from './database.js';
import { damagedFault } from './read-fault.js';
import type { RecordSort } from './records/record-sort.js';
import { attempts, handles } from './records/sorts.js';

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
      return isKnown ? [] : [{ type: 'put', key, value: attempts.write(attempt) }];
    });
  }

  remember(handle: TaskHandle): Answer<undefined> {
    const change: Change = { type: 'put', key: handles.keyOf(handle), value: handles.write(handle) };
    return this.#database.change(() => Promise.resolve([change]));
  }

  forget(alloc: AllocId, task: string): Answer<undefined> {
    return this.#database.change(async (reading) => {
      const known = await Promise.all(
        [attempts, handles].map((sort) => reading.entries(sort.keysOf(alloc, task))),
      );
      return known.flat().map(([key]) => ({ type: 'del', key }));
    });
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

  /** What was asked before is still answered. Another may open the directory then. */
  close(): Promise<void> {
    return this.#database.close();
  }

  async #all<T>(sort: RecordSort<T>): Answer<Kept<T>> {
    const entries = await this.#database.read((reading) => reading.entries(sort.keys));
    if (!entries.ok) return entries;
    const records: Result<T, Unreadable>[] = [];
    for (const [key, value] of entries.value) {
      const record = sort.read(key, value);
      if (record === undefined) return err(damagedFault(this.#directory, `${key} is no key of it`));
      records.push(record);
    }
    return ok(keptOf(records));
  }
}
