import type { AllocationPlan, JobPlan, TaskPlan } from '../../../app/app.js';
import { isJsonObject, type Json, type JsonObject } from '../../../domain/shared/json.js';
import { columns } from './columns.js';
import type { Palette } from './palette.js';

/** A plan for people: a block for each allocation, below it one for each task, below that what its spec says. */
export const planLines = ({ allocations }: JobPlan, palette: Palette): readonly string[] =>
  allocations.flatMap((allocation) => allocationLines(allocation, palette));

const allocationLines = ({ name, tasks }: AllocationPlan, palette: Palette): readonly string[] => [
  palette.bold(name),
  ...tasks.flatMap((task) => taskLines(task, palette)).map((line) => `  ${line}`),
];

function taskLines({ task, driver, kind, spec }: TaskPlan, { bold, dim }: Palette): readonly string[] {
  const facts = Object.entries(spec as JsonObject)
    .filter(([key]) => !untold.has(key))
    .flatMap(([key, value = null]) => factLines(key, value));
  const rows = facts.map(([name, value]) => [{ text: name, paint: dim }, { text: value }]);
  return [`${bold(task)} (${driver}, a ${kind})`, ...columns(rows).map((line) => `  ${line}`)];
}

/** What means nothing before a run: it is made anew for each. */
const untold = new Set(['identity', 'name']);

type Fact = readonly [name: string, value: string];

/** One line per entry of a list or map of many, one for everything else. What is empty or off is left out. */
function factLines(key: string, value: Json): readonly Fact[] {
  if (isEmpty(value)) return [];
  const name = wordsOf(key);
  if (key === 'mounts' && Array.isArray(value)) return namedOnce(name, value.map(mountWords));
  if (key === 'environment' && isJsonObject(value))
    return namedOnce(
      name,
      Object.entries(value).map(([variable, text]) => `${variable}=${scalarWords(text ?? '')}`),
    );
  return [[name, valueWords(value)]];
}

const namedOnce = (name: string, values: readonly string[]): readonly Fact[] =>
  values.map((value, at) => [at === 0 ? name : '', value]);

const isEmpty = (value: Json): boolean =>
  value === null ||
  value === '' ||
  value === false ||
  (typeof value === 'object' &&
    Object.values(value).every((part: Json | undefined) => isEmpty(part ?? null)));

/** `readOnlyRoot` is `read only root`. */
const wordsOf = (key: string): string => key.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

function valueWords(value: Json): string {
  if (Array.isArray(value)) return (value as readonly Json[]).map(nestedWords).join(' ');
  return isJsonObject(value) ? objectWords(value) : scalarWords(value);
}

const nestedWords = (value: Json): string =>
  isJsonObject(value) ? `{${objectWords(value)}}` : quoted(scalarWords(value));

const objectWords = (value: JsonObject): string =>
  Object.entries(value)
    .filter(([, part = null]) => !isEmpty(part))
    .map(([key, part = null]) => (part === true ? wordsOf(key) : partWords(key, part)))
    .join(', ');

function partWords(key: string, value: Json): string {
  if (key.endsWith('Bytes') && typeof value === 'number')
    return `${wordsOf(key.slice(0, -'Bytes'.length))} ${sizeWords(value)}`;
  return `${wordsOf(key)} ${isJsonObject(value) ? `(${objectWords(value)})` : valueWords(value)}`;
}

const scalarWords = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));

const quoted = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : JSON.stringify(word));

const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

/** 314572800 is `300 MiB`. */
function sizeWords(bytes: number): string {
  const step = Math.min(units.length - 1, bytes === 0 ? 0 : Math.floor(Math.log2(bytes) / 10));
  return `${(Math.round((bytes / 1024 ** step) * 10) / 10).toString()} ${units[step] ?? ''}`;
}

/** `/host/path -> /in/task (read-only)`; what is no bind mount says of which kind it is. */
function mountWords(mount: Json): string {
  if (!isJsonObject(mount)) return scalarWords(mount);
  const from = mount['source'] === undefined ? '' : `${scalarWords(mount['source'])} -> `;
  const notes = mountNotes(mount);
  return `${from}${scalarWords(mount['target'] ?? '')}${notes.length === 0 ? '' : ` (${notes.join(', ')})`}`;
}

function mountNotes({
  kind = '',
  readOnly,
  propagation = 'private',
  sizeBytes,
}: JsonObject): readonly string[] {
  return [
    ...(kind === 'bind' ? [] : [scalarWords(kind)]),
    ...(readOnly === true ? ['read-only'] : []),
    ...(propagation === 'private' ? [] : [scalarWords(propagation)]),
    ...(typeof sizeBytes === 'number' ? [sizeWords(sizeBytes)] : []),
  ];
}
