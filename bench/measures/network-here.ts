import { join } from 'node:path';
import { epochMs, tellTime, toldTime } from '../clock.js';
import { bodyOf } from '../floor/container-body.js';
import {
  type HandNetwork,
  makeNetwork,
  makeNetworkOf,
  networkTemplate,
  prepareNetwork,
  removeNetwork,
} from '../floor/network-by-hand.js';
import type { Row } from '../row.js';
import { interleave, median } from '../statistics.js';
import type { BenchDriver } from '../wharf-here.js';
import type { World } from '../world.js';

const rounds = 40;
const sleep: readonly [string, ...string[]] = ['/bin/sleep', '600'];

/** From the call that asks for a group's network to its task's start, against the plugins by hand and the task's start. */
export async function measureNetworkHere(world: World): Promise<readonly Row[]> {
  return [
    rowOf(
      'exec group in bridge mode: start to first instruction, against the CNI plugins by hand + the task’s own start',
      await withModel(world, 'exec', (hand) =>
        interleave(rounds, { ours: () => timeExec(world), floor: () => timeExecFloor(world, hand) }),
      ),
    ),
    rowOf(
      'docker group in bridge mode: start, against a raw holder + the CNI plugins by hand + the task’s own start',
      await withModel(world, 'docker', (hand, body) =>
        interleave(rounds, {
          ours: () => timeDocker(world),
          floor: () => timeDockerFloor(world, hand, body),
        }),
      ),
    ),
  ];
}

type Seen = Readonly<Record<'ours' | 'floor', readonly number[]>>;

const rowOf = (what: string, seen: Seen): Row => ({
  what,
  ours: median(seen.ours),
  floor: median(seen.floor),
  unit: 'ms',
  limit: 1.3,
  how: `median of ${rounds.toString()}, the same plugins and configuration, one port`,
});

/** With a group that stays, so that there is the bridge, for ours as for the floor. */
async function withModel(
  world: World,
  driver: BenchDriver,
  measure: (hand: () => HandNetwork, holder: object) => Promise<Seen>,
): Promise<Seen> {
  const model = await world.wharf.group(driver, sleep, nextPort());
  const started = await model.start();
  const made = started.membership.network;
  if (made === undefined) throw new Error('the group is in no network of its own');
  const template = await networkTemplate(join(made.network.namespacePath, '..'));
  const body = made.holder === undefined ? {} : await bodyOf(world.engine, made.holder);
  const hand = (): HandNetwork => {
    const port = nextPort();
    const id = `wharf-bench-${port.toString()}`;
    return { template, id, port, directory: join(world.runDirectory, id) };
  };
  const seen = await measure(hand, body);
  await model.end(started);
  return seen;
}

async function timeExec(world: World): Promise<number> {
  const group = await world.wharf.group('exec', tellTime, nextPort());
  const called = epochMs();
  const started = await group.start();
  const told = toldTime(await started.task.output(started.handle));
  await group.end(started);
  return since(called, told);
}

async function timeExecFloor(world: World, hand: () => HandNetwork): Promise<number> {
  const task = await world.wharf.task('exec', tellTime);
  const network = hand();
  await prepareNetwork(network);
  const called = epochMs();
  const made = await makeNetwork(network);
  const handle = await task.start();
  const told = toldTime(await task.output(handle));
  await task.end(handle);
  await removeNetwork(network, made);
  return since(called, told);
}

function since(called: number, told: number | undefined): number {
  if (told === undefined) throw new Error('the task did not tell the time');
  return told - called;
}

async function timeDocker(world: World): Promise<number> {
  const group = await world.wharf.group('docker', sleep, nextPort());
  const called = epochMs();
  const started = await group.start();
  const lasted = epochMs() - called;
  await group.end(started);
  return lasted;
}

async function timeDockerFloor(world: World, hand: () => HandNetwork, body: object): Promise<number> {
  const task = await world.wharf.task('docker', sleep);
  const network = hand();
  await prepareNetwork(network);
  const called = epochMs();
  const holder = await world.engine.create(body, network.id);
  await world.engine.start(holder);
  const { State } = (await world.engine.inspect(holder)) as { readonly State: { readonly Pid: number } };
  const made = await makeNetworkOf(State.Pid, network);
  const handle = await task.start();
  const lasted = epochMs() - called;
  await task.end(handle);
  await removeNetwork(network, made);
  await world.engine.remove(holder);
  return lasted;
}

/** Below those that the kernel gives to whoever does not care. */
let port = 20_000;
const nextPort = (): number => (port += 1);
