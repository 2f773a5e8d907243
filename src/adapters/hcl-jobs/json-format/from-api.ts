import { lookup } from '../../../domain/shared/record.js';
import { isJsonObject, type Json, type JsonObject } from '../../../domain/shared/json.js';
import { type ApiName, type ApiNames, dropped } from './api-names.js';

/**
 * The members of an object of the API under the names that a job file gives them. Names that aren't known stay as
 * they are, so that they are reported where they stand. The API spells out what isn't set, as null or empty text.
 */
export function renamed(object: JsonObject, names: ApiNames): JsonObject {
  const members = new Map<string, Json>();
  for (const [apiName, value] of Object.entries(object)) {
    if (value === undefined || value === null || value === '') continue;
    const lower = apiName.toLowerCase();
    const name = lookup(names, lower);
    if (name !== dropped) add(members, name ?? apiName, value);
  }
  return Object.fromEntries(members);
}

function add(members: Map<string, Json>, name: Exclude<ApiName, typeof dropped>, value: Json): void {
  if (typeof name === 'string') return void members.set(name, value);
  const before = members.get(name.key);
  const added = converted(name, value);
  // Both kinds of ports of the API are one kind of block.
  const both = Array.isArray(before) && Array.isArray(added);
  members.set(name.key, both ? [...(before as readonly Json[]), ...(added as readonly Json[])] : added);
}

type Nested = Exclude<ApiName, string | typeof dropped>;

function converted({ inside, labelled }: Nested, value: Json): Json {
  if (labelled === 'key' && isJsonObject(value))
    return Object.entries(value).map(([label, body]) => ({
      [label]: body === undefined ? null : members(body, inside),
    }));
  if (!Array.isArray(value)) return members(value, inside);
  return (value as readonly Json[]).map((item) => {
    const body = members(item, inside);
    const label = isJsonObject(item) ? labelOf(item, labelled) : undefined;
    return label === undefined ? body : { [label]: without(body, labelled) };
  });
}

const members = (value: Json, inside: ApiNames): Json =>
  isJsonObject(value) ? renamed(value, inside) : value;

function labelOf(item: JsonObject, labelled: Nested['labelled']): string | undefined {
  if (labelled === undefined) return undefined;
  const [, label] = Object.entries(item).find(([name]) => name.toLowerCase() === labelled) ?? [];
  return typeof label === 'string' ? label : '';
}

const without = (body: Json, labelled: Nested['labelled']): Json =>
  isJsonObject(body)
    ? Object.fromEntries(Object.entries(body).filter(([name]) => name.toLowerCase() !== labelled))
    : body;
