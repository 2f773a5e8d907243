import { holds, judged, type Row } from './row.js';

const figure = (value: number): string => value.toFixed(value < 10 ? 2 : 1);

/** The rows as a Markdown table. */
export function markdownTable(rows: readonly Row[]): string {
  const head = [
    '| what | ours | floor | ratio | limit | holds | how |',
    '| --- | ---: | ---: | ---: | ---: | --- | --- |',
  ];
  return [...head, ...rows.map(markdownRow)].join('\n');
}

function markdownRow(row: Row): string {
  const against = row.floor === undefined;
  return cells([
    row.what,
    `${figure(row.ours)} ${row.unit}`,
    row.floor === undefined ? '' : `${figure(row.floor)} ${row.unit}`,
    against ? '' : judged(row).toFixed(2),
    `≤ ${row.limit.toString()}${against ? ` ${row.unit}` : ''}`,
    holds(row) ? 'yes' : '**no**',
    row.how,
  ]);
}

const cells = (texts: readonly string[]): string => `| ${texts.join(' | ')} |`;
