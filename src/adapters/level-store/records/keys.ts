import { parseJson } from './parse-json.js';

/**
 * A key is a list as JSON, and so has a text of its own for whatever people call their tasks: JSON escapes what ends a
 * text, and halves of characters that UTF-8 has no bytes for.
 */
export const keyOf = (parts: readonly string[]): string => JSON.stringify(parts);

/** What a key says after the sort; undefined when none of ours says that. */
export function partsIn(key: string): readonly string[] | undefined {
  const parts = parseJson(key);
  if (!Array.isArray(parts)) return undefined;
  const [, ...rest] = parts as readonly unknown[];
  return rest.every((part) => typeof part === 'string') ? rest : undefined;
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
