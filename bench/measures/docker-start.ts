import { performance } from 'node:perf_hooks';
import type { RawEngine } from '../floor/raw-engine.js';
import type { Row } from '../row.js';
import { interleave, median } from '../statistics.js';
import type { World } from '../world.js';

const rounds = 60;
const burstRounds = 7;
const burstSize = 20;
const sleep: readonly [string, ...string[]] = ['/bin/sleep', '600'];

/** From the call of the driver's start to its answer, against create, start and inspect over the bare socket. */
export async function measureDockerStart(world: World): Promise<readonly Row[]> {
  // It stays, so that the directories that it mounts are there for the others.
  const model = await world.wharf.task('docker', sleep);
  const running = await model.start();
  const floor = floorOf(world.engine, await bodyOf(world.engine, running.instance));
  const one = await interleave(rounds, {
    ours: () => timeOurs(world, 1),
    floor: () => floor(1),
  });
  const burst = await interleave(burstRounds, {
    ours: () => timeOurs(world, burstSize),
    floor: () => floor(burstSize),
  });
  await model.end(running);
  return [
    {
      what: 'docker: start, against raw create + start + inspect',
      ours: median(one.ours),
      floor: median(one.floor),
      unit: 'ms',
      limit: 1.05,
      how: `median of ${rounds.toString()}, the same request body`,
    },
    {
      what: `docker: ${burstSize.toString()} starts at once, against the same over the raw API`,
      ours: median(burst.ours),
      floor: median(burst.floor),
      unit: 'ms',
      limit: 1.15,
      how: `median of ${burstRounds.toString()}, until all have answered`,
    },
  ];
}

/** What the engine was asked for when this container was made, put together again from what it says it has. */
async function bodyOf(engine: RawEngine, id: string): Promise<object> {
  const { Config, HostConfig } = (await engine.inspect(id)) as {
    readonly Config: object;
    readonly HostConfig: object;
  };
  return { ...Config, HostConfig };
}

async function timeOurs(world: World, count: number): Promise<number> {
  const tasks = await Promise.all(Array.from({ length: count }, () => world.wharf.task('docker', sleep)));
  const begun = performance.now();
  const started = await Promise.all(tasks.map(async (task) => ({ task, handle: await task.start() })));
  const lasted = performance.now() - begun;
  await Promise.all(started.map(({ task, handle }) => task.end(handle)));
  return lasted;
}

const floorOf =
  (engine: RawEngine, body: object) =>
  async (count: number): Promise<number> => {
    const begun = performance.now();
    const ids = await Promise.all(Array.from({ length: count }, () => startRaw(engine, body)));
    const lasted = performance.now() - begun;
    await Promise.all(ids.map((id) => engine.remove(id)));
    return lasted;
  };

async function startRaw(engine: RawEngine, body: object): Promise<string> {
  const id = await engine.create(body, `wharf-bench-${(named++).toString()}`);
  await engine.start(id);
  await engine.inspect(id);
  return id;
}

let named = 0;
