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

/** The page for the documentation. */
export const benchmarksPage = (rows: readonly Row[], machine: readonly string[]): string => `# Benchmarks

What a start and a running task cost, against the shortest way by hand or against a budget. Ours and the floor are taken in
turn, in one run, so that what drifts on the machine drifts for both. Use the ratios: the times are those of one machine.

The table is written by \`npm run bench -- start\`, which ends with 1 when a limit does not hold. It needs root, conmon, runc,
dockerd and the CNI plugins; \`make bench\` installs them first. The engine is a private one, over a directory that is removed
afterwards; the networks of groups are made in a network namespace that goes, too.

${markdownTable(rows)}

Taken on:

${machine.map((line) => `- ${line}`).join('\n')}

How each is taken is said in \`bench/measures\`. Memory is the proportional set size, in which pages that processes share
count once; a task's own memory is not part of it. The floor of an exec start is conmon, told the shortest way to make the
container, and one call of the runtime's \`start\`, both with the very bundle that wharf made. That of a group in bridge mode
has the plugins run with the very configuration of wharf's networks, on a bridge that is there.
`;
