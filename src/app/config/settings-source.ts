import { isJsonObject, type Json, type JsonObject } from '../../domain/shared/json.js';
import { type Problem, problem } from '../../domain/shape/problem.js';
import { suggest } from '../../domain/shape/suggest.js';
import { isSettingKey, type SettingKey, settingKeys, settingOf, variableOf } from './settings-table.js';

/** What one source sets, and everything that is wrong with it. What is wrong is not among the values. */
export interface Source {
  readonly values: ReadonlyMap<SettingKey, Json>;
  readonly problems: readonly Problem[];
}

interface Entry {
  /** Where a person finds it. */
  readonly place: string;
  readonly key: string;
  readonly raw: Json;
}

/** Names the file of settings, so it is none of them. */
export const fileVariable = 'WHARF_CONFIG';

/** Keys that are read elsewhere, since what stands below them is named by people. */
const freeKeys = ['host_volumes'];

/** What a file says: blocks in blocks, a dotted key for each leaf. */
export const fromFile = (path: string, content: JsonObject): Source =>
  sourceOf(leaves(content, '').map(({ key, raw }) => ({ key, raw, place: `${path}: ${key}` })));

function leaves(block: JsonObject, prefix: string): readonly Pick<Entry, 'key' | 'raw'>[] {
  return Object.entries(block).flatMap(([name, raw = null]) => {
    const key = `${prefix}${name}`;
    if (freeKeys.includes(key)) return [];
    return isBlock(key) && isJsonObject(raw) ? leaves(raw, `${key}.`) : [{ key, raw }];
  });
}

const isBlock = (key: string): boolean => settingKeys.some((known) => known.startsWith(`${key}.`));

/** What `WHARF_…` variables say. An empty one says nothing, as one that isn't there. */
export function fromEnvironment(environment: Readonly<Record<string, string | undefined>>): Source {
  const variables = new Map(settingKeys.map((key) => [variableOf(key), key]));
  const set = [...variables].map(([place, key]) => ({ place, key, raw: environment[place] ?? '' }));
  const found = sourceOf(set.filter(({ raw }) => raw !== ''));
  return {
    ...found,
    problems: [...found.problems, ...misspelt(environment, [...variables.keys(), fileVariable])],
  };
}

/** Other programs may have variables of this prefix too; what is near to one of ours is a slip. */
function misspelt(
  environment: Readonly<Record<string, string | undefined>>,
  variables: readonly string[],
): readonly Problem[] {
  const strangers = Object.keys(environment).filter(
    (name) => name.startsWith('WHARF_') && !name.startsWith('WHARF_VAR_') && !variables.includes(name),
  );
  return strangers.flatMap((name) => {
    const nearest = environment[name] === '' ? undefined : suggest(name, variables);
    return nearest === undefined ? [] : [problem(name, 'is not known here', didYouMean(nearest))];
  });
}

/** What flags say; the key of each is the setting's, its place the flag as it was written. */
export const fromFlags = (flags: readonly Flag[]): Source =>
  sourceOf(flags.map(({ flag, key, text }) => ({ place: flag, key, raw: text })));

export interface Flag {
  readonly flag: string;
  readonly key: string;
  readonly text: string;
}

function sourceOf(entries: readonly Entry[]): Source {
  const values = new Map<SettingKey, Json>();
  const problems: Problem[] = [];
  for (const entry of entries) {
    const { place, key, raw } = entry;
    if (!isSettingKey(key)) problems.push(unknownKey(entry));
    else if (settingOf(key).kind.read(raw) === undefined) problems.push(mistyped(place, key, raw));
    else values.set(key, raw);
  }
  return { values, problems };
}

function unknownKey({ place, key, raw }: Entry): Problem {
  if (isBlock(key)) return problem(place, `must be a block, not ${show(raw)}`);
  const nearest = suggest(key, [...settingKeys, ...freeKeys, ...blockNames()]);
  return problem(place, 'is not known here', nearest === undefined ? undefined : didYouMean(nearest));
}

const blockNames = (): readonly string[] => [
  ...new Set(settingKeys.filter((key) => key.includes('.')).map((key) => key.slice(0, key.lastIndexOf('.')))),
];

const didYouMean = (nearest: string): string => `did you mean "${nearest}"?`;

const mistyped = (place: string, key: SettingKey, raw: Json): Problem =>
  problem(place, `must be ${settingOf(key).kind.expects}, not ${show(raw)}`);

const show = (raw: Json): string => (isJsonObject(raw) ? 'a block' : JSON.stringify(raw));
