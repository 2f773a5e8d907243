import type { ClassicLevel } from 'classic-level';

import type { ProcessTable } from '../../domain/ports/process-table.js';
import type { Answer } from '../../domain/ports/runtime.js';
import { err, ok } from '../../domain/shared/result.js';
import { claim } from './claims.js';
import { removeHolder } from './held-by.js';
import { makeDirectory } from './make-directory.js';
import { levelFault, openLevel } from './open-level.js';
import { closedFault, inUseFault, readFault } from './read-fault.js';
import type { KeyRange } from './records/keys.js';

export type Change =
  | { readonly type: 'put'; readonly key: string; readonly value: string }
  | { readonly type: 'del'; readonly key: string };

/** What can be asked of the database. */
export interface Reading {
  value(key: string): Promise<string | undefined>;
  /** Keys and values, as they are at one moment. */
  entries(keys: KeyRange): Promise<readonly (readonly [string, string])[]>;
}

/**
 * The LevelDB in a directory, for one user in one process at a time.
 *
 * A write that fails leaves half a record in LevelDB's log. It takes further writes all the same, says yes to them, and
 * does not find them when it reads the log again: so it is opened anew before anything else is asked of it.
 */
export class Database {
  readonly #directory: string;
  readonly #processes: ProcessTable;
  readonly #unclaim: () => void;
  #level: Answer<ClassicLevel> | undefined;
  /** One at a time: none may be on its way when another one fails. */
  #lastChange: Promise<unknown> = Promise.resolve();
  /** All that were asked so far. */
  #reads: Promise<void> = Promise.resolve();
  #closing: Promise<void> | undefined;

  private constructor(directory: string, processes: ProcessTable, unclaim: () => void) {
    this.#directory = directory;
    this.#processes = processes;
    this.#unclaim = unclaim;
  }

  static async open(directory: string, processes: ProcessTable): Answer<Database> {
    try {
      await makeDirectory(directory);
      const unclaim = await claim(directory);
      if (unclaim === undefined)
        return err(inUseFault(directory, `this very process, ${process.pid.toString()}`));
      const database = new Database(directory, processes, unclaim);
      const opened = await database.#opened();
      if (opened.ok) return ok(database);
      unclaim();
      return opened;
    } catch (cause) {
      return err(readFault(`open the task store in ${directory}`, directory, cause));
    }
  }

  read<T>(act: (reading: Reading) => Promise<T>): Answer<T> {
    if (this.#closing !== undefined) return this.#refuse();
    const answer = this.#use('read', (level) => act(readingOf(level)));
    this.#reads = Promise.all([this.#reads, answer]).then(() => undefined);
    return answer;
  }

  /** All changes are kept when it answers, or none. No other change comes between what `decide` reads and that. */
  change(decide: (reading: Reading) => Promise<readonly Change[]>): Answer<undefined> {
    if (this.#closing !== undefined) return this.#refuse();
    const turn = this.#lastChange.then(() => this.#changeNow(decide));
    this.#lastChange = turn;
    return turn;
  }

  /** What was asked before is still answered. */
  close(): Promise<void> {
    this.#closing ??= this.#release();
    return this.#closing;
  }

  async #changeNow(decide: (reading: Reading) => Promise<readonly Change[]>): Answer<undefined> {
    const changed = await this.#use('write to', async (level) => {
      const changes = await decide(readingOf(level));
      if (changes.length > 0) await level.batch([...changes], { sync: true });
    });
    if (changed.ok) return ok(undefined);
    const level = await this.#level;
    if (level?.ok === true) this.#reopen(level.value);
    return changed;
  }

  async #use<T>(verb: string, act: (level: ClassicLevel) => Promise<T>): Answer<T> {
    const level = await this.#opened();
    if (!level.ok) return level;
    try {
      return ok(await act(level.value));
    } catch (cause) {
      return err(await levelFault(verb, this.#directory, cause));
    }
  }

  #opened(): Answer<ClassicLevel> {
    this.#level ??= this.#open(Promise.resolve());
    return this.#level;
  }

  #reopen(level: ClassicLevel): void {
    this.#level = this.#open(this.#reads.then(() => level.close()));
  }

  /** Where it can't be opened, the next one who uses it tries again. */
  async #open(after: Promise<void>): Answer<ClassicLevel> {
    await after;
    const opened = await openLevel(this.#directory, this.#processes);
    if (!opened.ok) this.#level = undefined;
    return opened;
  }

  async #release(): Promise<void> {
    await Promise.all([this.#lastChange, this.#reads]);
    const level = await this.#level;
    if (level?.ok === true) {
      await removeHolder(this.#directory);
      await level.value.close();
    }
    this.#unclaim();
  }

  #refuse(): Answer<never> {
    return Promise.resolve(err(closedFault(this.#directory)));
  }
}

const readingOf = (level: ClassicLevel): Reading => ({
  value: (key) => level.get(key),
  entries: (keys) => level.iterator({ ...keys }).all(),
});
