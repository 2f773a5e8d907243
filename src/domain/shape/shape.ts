import type { Json, JsonObject } from '../shared/json.js';
import type { Problem } from './problem.js';

/**
 * A description of data from outside that can also read it.
 *
 * Reading never stops at the first problem: it reports all of them, each with the path at which it lies, so that a
 * person corrects a file once. One description serves reading, help texts and the schema a plugin shows its host.
 */
export interface Shape<T> {
  /** In words, for messages: `a string`, `a list of numbers`. */
  readonly expects: string;
  /** Whether an empty list is a value of its own; otherwise it is how a parser spells a block that isn't there. */
  readonly takesEmptyList?: boolean;
  /** The value; undefined after at least one problem was reported, or when a reference in it is not resolved yet. */
  read(value: Json, at: Place): T | undefined;
}

/** Where in the document a value lies, and where to report what is wrong with it. */
export interface Place {
  readonly path: string;
  report(problem: Problem): void;
  /** References such as `${NOMAD_PORT_http}` that are not resolved yet pass for any scalar. */
  readonly unresolved: 'accept' | 'refuse';
}

export const below = (place: Place, key: string | number): Place => ({
  ...place,
  path: typeof key === 'number' ? `${place.path}[${key.toString()}]` : joinPath(place.path, key),
});

const joinPath = (path: string, key: string): string => (path === '' ? key : `${path}.${key}`);

/** Reports a value of the wrong type. */
export function mistyped(place: Place, expects: string, value: Json): undefined {
  place.report({ path: place.path, message: `must be ${expects}, not ${nameOf(value)}` });
  return undefined;
}

function nameOf(value: Json): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a block';
  return typeof value === 'string' ? `"${value}"` : String(value);
}

/**
 * Reads a whole document. When references are refused, `value` is there exactly when there are no problems; when they
 * are accepted, it is also not there while one of them stands in the way.
 */
export function readShape<T>(
  shape: Shape<T>,
  value: JsonObject,
  path: string,
  unresolved: Place['unresolved'] = 'refuse',
): { readonly value: T | undefined; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const read = shape.read(value, { path, unresolved, report: (problem) => problems.push(problem) });
  return { value: problems.length === 0 ? read : undefined, problems };
}
