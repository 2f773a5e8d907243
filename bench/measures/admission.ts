import { performance } from 'node:perf_hooks';

import type { AdmissionPolicy } from '../../src/domain/admission/admission.js';
import type { Row } from '../row.js';
import { interleave, median } from '../statistics.js';
import { wharfHere } from '../wharf-here.js';
import type { World } from '../world.js';

const rounds = 3;
const crowd = 60;
const fixedNumbers = [1, 2, 4, 8, 16, crowd];
const sleep: readonly [string, ...string[]] = ['/bin/sleep', '600'];

const fixed = (number: number): AdmissionPolicy => ({
  first: number,
  least: number,
  most: number,
  patience: Infinity,
  forgetting: 1,
  retreat: 1,
});

/** A crowd of starts with the learned number of them at once, against whichever fixed number turns out best here. */
export async function measureAdmission(world: World): Promise<readonly Row[]> {
  const measures: Readonly<Record<string, () => Promise<number>>> = {
    learned: () => timeCrowd(world),
    ...Object.fromEntries(fixedNumbers.map((number) => [number, () => timeCrowd(world, fixed(number))])),
  };
  const seen = await interleave(rounds, measures);
  const best = fixedNumbers
    .map((number) => ({ number, ms: median(seen[number.toString()] ?? []) }))
    .reduce((a, b) => (b.ms < a.ms ? b : a));
  return [
    {
      what: `docker: ${crowd.toString()} starts at once, against the best fixed number of them at a time`,
      ours: median(seen['learned'] ?? []),
      floor: best.ms,
      unit: 'ms',
      limit: 1.1,
      how: `median of ${rounds.toString()}, of ${fixedNumbers.join(', ')} the best was ${best.number.toString()}`,
    },
  ];
}

async function timeCrowd({ environment }: World, admission?: AdmissionPolicy): Promise<number> {
  const wharf = await wharfHere(environment, admission);
  const first = await wharf.task('docker', sleep);
  const running = await first.start();
  const tasks = await Promise.all(Array.from({ length: crowd }, () => wharf.task('docker', sleep)));
  const begun = performance.now();
  const started = await Promise.all(tasks.map(async (task) => ({ task, handle: await task.start() })));
  const lasted = performance.now() - begun;
  await Promise.all([first.end(running), ...started.map(({ task, handle }) => task.end(handle))]);
  wharf.close();
  return lasted;
}
