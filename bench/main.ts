import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { describeMachine } from './machine.js';
import { measureAdmission } from './measures/admission.js';
import { measureCommandStart } from './measures/command-start.js';
import { measureDockerStart } from './measures/docker-start.js';
import { measureExecStart } from './measures/exec-start.js';
import { measureMemory } from './measures/memory.js';
import { measureNetwork } from './measures/network.js';
import { measureReconcile } from './measures/reconcile.js';
import { measureSickNeighbour } from './measures/sick-neighbour.js';
import { measureSteadyState } from './measures/steady-state.js';
import { holds, type Row } from './row.js';
import { benchmarksPage, markdownTable } from './table.js';
import { makeWorld, projectRoot, type World } from './world.js';

type Measure = (world: World) => Promise<readonly Row[]>;

/** By name: what `npm run bench` measures. */
const measures: Readonly<Record<string, Measure>> = {
  'command-start': measureCommandStart,
  'docker-start': measureDockerStart,
  admission: measureAdmission,
  'exec-start': measureExecStart,
  memory: measureMemory,
  network: measureNetwork,
  reconcile: measureReconcile,
  'sick-neighbour': measureSickNeighbour,
};
/** What takes minutes for its own sake: only by name. */
const all: Readonly<Record<string, Measure>> = { ...measures, 'steady-state': measureSteadyState };
const suite = 'start';

/** Without a name, or with `start`, all measures but those run, and the page that shows them is written. */
async function main(names: readonly string[]): Promise<number> {
  const whole = names.length === 0 || names.includes(suite);
  const unknown = names.filter((name) => name !== suite && all[name] === undefined);
  if (unknown.length > 0) {
    process.stderr.write(
      `no such measure: ${unknown.join(', ')}; there are ${[suite, ...Object.keys(all)].join(', ')}\n`,
    );
    return 2;
  }
  const rows = await measure(whole ? Object.keys(measures) : names);
  process.stdout.write(`${markdownTable(rows)}\n`);
  if (whole) {
    const page = join(projectRoot, 'docs/benchmarks.md');
    const written = benchmarksPage(rows, await describeMachine());
    await writeFile(page, await format(written, { ...(await resolveConfig(page)), filepath: page }));
  }
  return rows.every(holds) ? 0 : 1;
}

async function measure(names: readonly string[]): Promise<readonly Row[]> {
  const world = await makeWorld();
  try {
    const rows: Row[] = [];
    for (const name of names) {
      process.stderr.write(`measuring ${name}\n`);
      rows.push(...((await all[name]?.(world)) ?? []));
    }
    return rows;
  } finally {
    await world.close();
  }
}

process.exitCode = await main(process.argv.slice(2));
