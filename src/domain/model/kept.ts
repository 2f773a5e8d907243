import type { Result } from '../shared/result.js';
import type { AllocId, AttemptToken } from './ids.js';

/** What a store keeps of one sort. */
export interface Kept<T, Lost = Unreadable> {
  readonly readable: readonly T[];
  readonly unreadable: readonly Lost[];
}

/** A record of which nothing is known but whose it is: of that attempt something may be on the host. */
export interface Unreadable {
  readonly alloc: AllocId;
  readonly task: string;
  readonly attempt: AttemptToken;
  /** For people: a clause that follows `its record`. */
  readonly why: string;
}

export const keptOf = <T, Lost>(records: readonly Result<T, Lost>[]): Kept<T, Lost> => ({
  readable: records.flatMap((record) => (record.ok ? [record.value] : [])),
  unreadable: records.flatMap((record) => (record.ok ? [] : [record.error])),
});
