import { lookup } from '../../../domain/shared/record.js';
import { parseDuration } from '../../../domain/shared/duration.js';
import { toText } from '../evaluation/convert.js';
import { HclError } from '../syntax/hcl-error.js';
import { exactly, type FunctionTable } from './function-table.js';

export const dateFunctions: FunctionTable = {
  formatdate: exactly(2, (format, timestamp) =>
    formatDate(toText(format), parseTimestamp(toText(timestamp))),
  ),
  timeadd: exactly(2, (timestamp, duration) => add(toText(timestamp), toText(duration))),
};

interface Timestamp {
  /** The clock on the wall, as if it were UTC. */
  readonly local: Date;
  /** `Z` or such as `+02:00`. */
  readonly zone: string;
}

/** RFC 3339 */
function parseTimestamp(text: string): Timestamp {
  const [, wall, zone] = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?)(Z|[+-]\d\d:\d\d)$/.exec(text) ?? [];
  const local = new Date(`${wall ?? ''}Z`);
  if (zone === undefined || Number.isNaN(local.getTime()))
    throw new HclError(`can't read "${text}" as a time such as "2026-01-31T12:00:00Z"`);
  return { local, zone };
}

function add(text: string, spelt: string): string {
  const { local, zone } = parseTimestamp(text);
  const duration = parseDuration(spelt);
  if (duration === undefined) throw new HclError(`can't read "${spelt}" as a duration such as "1h30m"`);
  const sum = new Date(local.getTime() + duration).toISOString();
  return sum.replace(/(?:\.000)?Z$/, zone);
}

const months = 'January February March April May June July August September October November December'.split(
  ' ',
);
const days = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');

const two = (number: number): string => number.toString().padStart(2, '0');
const hour12 = (date: Date): number => date.getUTCHours() % 12 || 12;
const half = (date: Date): string => (date.getUTCHours() < 12 ? 'AM' : 'PM');

const verbs: Readonly<Record<string, (timestamp: Timestamp) => string>> = {
  YYYY: ({ local }) => local.getUTCFullYear().toString().padStart(4, '0'),
  YY: ({ local }) => two(local.getUTCFullYear() % 100),
  MMMM: ({ local }) => months[local.getUTCMonth()] ?? '',
  MMM: ({ local }) => (months[local.getUTCMonth()] ?? '').slice(0, 3),
  MM: ({ local }) => two(local.getUTCMonth() + 1),
  M: ({ local }) => (local.getUTCMonth() + 1).toString(),
  DD: ({ local }) => two(local.getUTCDate()),
  D: ({ local }) => local.getUTCDate().toString(),
  EEEE: ({ local }) => days[local.getUTCDay()] ?? '',
  EEE: ({ local }) => (days[local.getUTCDay()] ?? '').slice(0, 3),
  hh: ({ local }) => two(local.getUTCHours()),
  h: ({ local }) => local.getUTCHours().toString(),
  HH: ({ local }) => two(hour12(local)),
  H: ({ local }) => hour12(local).toString(),
  AA: ({ local }) => half(local),
  aa: ({ local }) => half(local).toLowerCase(),
  mm: ({ local }) => two(local.getUTCMinutes()),
  m: ({ local }) => local.getUTCMinutes().toString(),
  ss: ({ local }) => two(local.getUTCSeconds()),
  s: ({ local }) => local.getUTCSeconds().toString(),
  ZZZZZ: ({ zone }) => (zone === 'Z' ? '+00:00' : zone),
  ZZZZ: ({ zone }) => (zone === 'Z' ? '+0000' : zone.replace(':', '')),
  ZZZ: ({ zone }) => (zone === 'Z' ? 'UTC' : zone.replace(':', '')),
  Z: ({ zone }) => zone,
};

/** Text in single quotes stands for itself, `''` in it for one quote. */
const formatDate = (format: string, timestamp: Timestamp): string =>
  format.replace(/'((?:[^']|'')*)'|([A-Za-z])\2*/g, (part, quoted: string | undefined) => {
    if (quoted !== undefined) return quoted.replaceAll("''", "'");
    const verb = lookup(verbs, part);
    if (verb === undefined) throw new HclError(`has a date format with "${part}", which means nothing`);
    return verb(timestamp);
  });
