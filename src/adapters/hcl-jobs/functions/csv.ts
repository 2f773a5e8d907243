import type { Value } from '../values/value.js';
import { HclError } from '../syntax/hcl-error.js';

/** Rows of a CSV text (RFC 4180) as objects, by the names in its first line. */
export function parseCsv(text: string): readonly Value[] {
  const [names, ...rows] = rowsOf(text);
  if (names === undefined) throw new HclError('has text without a first line of names');
  return rows.map((row) => {
    if (row.length !== names.length)
      throw new HclError(`has a row of ${row.length.toString()} fields for ${names.length.toString()} names`);
    return Object.fromEntries(names.map((name, index) => [name, row[index] ?? '']));
  });
}

function rowsOf(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [[]];
  for (const [, quoted, bare = '', end = ''] of text.matchAll(
    /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g,
  )) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? bare);
    if (end.endsWith('\n')) rows.push([]);
    if (end === '') break;
  }
  return rows.filter((row) => row.length > 1 || (row[0] ?? '') !== '');
}
