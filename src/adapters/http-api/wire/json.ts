import type { RuntimeFault } from '../../../domain/faults/runtime-fault.js';
import type { Json, JsonObject } from '../../../domain/shared/json.js';
import { isJsonObject } from '../../../domain/shared/json.js';

/** A value as JSON in which every key stands: what isn't there is null. An agent's values have no null of their own. */
export const writeJson = (value: unknown): string =>
  JSON.stringify(value ?? null, (_key, part: unknown) => (part === undefined ? null : part));

/** The value that `writeJson` wrote. */
export function readValue(json: Json | undefined): unknown {
  if (json === null || json === undefined) return undefined;
  if (Array.isArray(json)) return (json as readonly Json[]).map(readValue);
  return isJsonObject(json) ? readObject(json) : json;
}

const readObject = (json: JsonObject): object =>
  Object.fromEntries(Object.entries(json).map(([key, part]) => [key, readValue(part)]));

/** Undefined: it is not JSON. */
export function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** Its cause is for the agent's own log. */
export const withoutCause = ({ kind, message, remedy, problems }: RuntimeFault): RuntimeFault => ({
  kind,
  message,
  ...(remedy === undefined ? {} : { remedy }),
  ...(problems === undefined ? {} : { problems }),
});
