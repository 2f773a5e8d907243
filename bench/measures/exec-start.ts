import { readFile, rm } from 'node:fs/promises';
import { eventually } from '../../src/testing/eventually.js';
import { epochMs, tellTime, toldTime } from '../clock.js';
import {
  type HandTemplate,
  prepareByHand,
  removeByHand,
  startByHand,
  templateOf,
} from '../floor/exec-by-hand.js';
import { pidsOf } from '../memory.js';
import type { Row } from '../row.js';
import { interleave, median } from '../statistics.js';
import type { World } from '../world.js';

const rounds = 120;

/** From the call of the driver's start to the first instruction of the task, against conmon and a runtime by hand. */
export async function measureExecStart(world: World): Promise<readonly Row[]> {
  const model = await world.wharf.task('exec', ['/bin/sleep', '600']);
  const running = await model.start();
  const [monitor] = await pidsOf('conmon', running.instance);
  if (monitor === undefined) throw new Error('the executor started no conmon');
  const template = await templateOf(monitor);
  let started = 0;
  const seen = await interleave(rounds, {
    ours: () => timeOurs(world),
    floor: () => timeFloor(template, world.runDirectory, `wharf-bench-${(started++).toString()}`),
  });
  await model.end(running);
  return [
    {
      what: 'exec: start to first instruction, against conmon + OCI runtime by hand',
      ours: median(seen.ours),
      floor: median(seen.floor),
      unit: 'ms',
      limit: 1.3,
      how: `median of ${rounds.toString()}, the same bundle`,
    },
  ];
}

async function timeOurs(world: World): Promise<number> {
  const task = await world.wharf.task('exec', tellTime);
  const called = epochMs();
  const handle = await task.start();
  const told = toldTime(await task.output(handle));
  await task.end(handle);
  if (told === undefined) throw new Error('the task did not tell the time');
  return told - called;
}

async function timeFloor(template: HandTemplate, directory: string, id: string): Promise<number> {
  const container = await prepareByHand(template, directory, id, tellTime);
  const called = epochMs();
  await startByHand(template, container);
  const told = await eventually(async () => toldTime(await readFile(container.log, 'utf8')) ?? false);
  await removeByHand(template, container);
  await rm(container.bundle, { recursive: true });
  return told - called;
}
