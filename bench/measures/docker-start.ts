import { performance } from 'node:perf_hooks';
import { bodyOf } from '../floor/container-body.js';
import type { RawEngine } from '../floor/raw-engine.js';
import type { Row } from '../row.js';
import { interleave, median } from '../statistics.js';
import type { BenchTask } from '../task.js';
import type { World } from '../world.js';

/** So many, because single starts differ from each other by several times the share that is measured. */
const rounds = 300;
const burstRounds = 7;
const burstSize = 20;
const sleep: readonly [string, ...string[]] = ['/bin/sleep', '600'];

/** From the call of the driver's start to its answer, against create, start and inspect over the bare socket. */
export async function measureDockerStart(world: World): Promise<readonly Row[]> {
  // It stays, so that the directories that it mounts are there for one that is compared with it.
  const model = await world.wharf.task('docker', sleep);
  const running = await model.start();
  const body = await bodyOf(world.engine, running.instance);
  await expectSame(world.engine, body, running.instance);
  const floor = floorOf(world, (alloc) => withAlloc(body, model.alloc, alloc));
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
      how: `median of ${rounds.toString()}, the same request body, its directories made before`,
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

/** Two containers made from one body have the same of everything; if not, the floor would be another task's. */
async function expectSame(engine: RawEngine, body: object, ours: string): Promise<void> {
  const id = await startRaw(engine, body);
  const [made, asked] = [await engine.inspect(id), await engine.inspect(ours)].map(traitsOf);
  await engine.remove(id);
  if (made !== asked)
    throw new Error(`the floor makes another container: ${String(made)}, not ${String(asked)}`);
}

/** What it was made with, and whether it has a network sandbox. */
function traitsOf(shown: unknown): string {
  const { Config, HostConfig, NetworkSettings } = shown as {
    readonly Config: object;
    readonly HostConfig: object;
    readonly NetworkSettings: { readonly SandboxID: string };
  };
  return JSON.stringify([Config, HostConfig, NetworkSettings.SandboxID !== '']);
}

async function timeOurs(world: World, count: number): Promise<number> {
  const tasks = await tasksOf(world, count);
  const begun = performance.now();
  const started = await Promise.all(tasks.map(async (task) => ({ task, handle: await task.start() })));
  const lasted = performance.now() - begun;
  await Promise.all(started.map(({ task, handle }) => task.end(handle)));
  return lasted;
}

/**
 * With directories of their own, as ours have: an engine waits for the disk, and the disk for all that was changed on it
 * just before.
 */
const floorOf =
  ({ engine, wharf }: World, bodyFor: (alloc: string) => object) =>
  async (count: number): Promise<number> => {
    const tasks = await tasksOf({ wharf }, count);
    const bodies = tasks.map(({ alloc }) => bodyFor(alloc));
    const begun = performance.now();
    const ids = await Promise.all(bodies.map((body) => startRaw(engine, body)));
    const lasted = performance.now() - begun;
    await Promise.all(ids.map((id) => engine.remove(id)));
    await Promise.all(tasks.map((task) => task.discard()));
    return lasted;
  };

const tasksOf = ({ wharf }: Pick<World, 'wharf'>, count: number): Promise<readonly BenchTask[]> =>
  Promise.all(Array.from({ length: count }, () => wharf.task('docker', sleep)));

/** Another allocation's body: its id is in the paths of what is mounted. */
const withAlloc = (body: object, alloc: string, other: string): object =>
  JSON.parse(JSON.stringify(body).replaceAll(alloc, other)) as object;

async function startRaw(engine: RawEngine, body: object): Promise<string> {
  const id = await engine.create(body, `wharf-bench-${(named++).toString()}`);
  await engine.start(id);
  await engine.inspect(id);
  return id;
}

let named = 0;
