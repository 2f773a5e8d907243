import type { AllocId, AttemptToken } from '../../../domain/model/ids.js';
import { parseJson } from './parse-json.js';

/** Whose a record is. */
export interface RecordOwner {
  readonly alloc: AllocId;
  readonly task: string;
  readonly attempt: AttemptToken;
}

/**
 * A key is a list as JSON, and so has a text of its own for whatever people call their tasks: JSON escapes what ends a
 * text, and halves of characters that UTF-8 has no bytes for.
 */
export const keyOf = (sort: string, { alloc, task, attempt }: RecordOwner): string =>
  JSON.stringify([sort, alloc, task, attempt]);

/** What a key says; undefined when none of ours says that. */
export function ownerIn(key: string): RecordOwner | undefined {
  const parts = parseJson(key);
  if (!Array.isArray(parts)) return undefined;
  const [, alloc, task, attempt] = parts as readonly unknown[];
  if (typeof alloc !== 'string' || typeof task !== 'string' || typeof attempt !== 'string') return undefined;
  return { alloc: alloc as AllocId, task, attempt: attempt as AttemptToken };
}

export interface KeyRange {
  readonly gte: string;
  readonly lt: string;
}

/** All keys whose list begins with these parts: after the last of them stands a comma, which a hyphen follows. */
export function keysBelow(...parts: readonly string[]): KeyRange {
  const beginning = JSON.stringify(parts).slice(0, -1);
  return { gte: `${beginning},`, lt: `${beginning}-` };
}
