import { DockerEngineRuntime } from '../../src/adapters/docker-engine/docker-engine-runtime.js';
import { engineHost } from '../../test/support/engine/engine-host.js';
import type { InstanceId } from '../../src/domain/model/ids.js';
import { anIdentity } from '../../src/testing/builders/an-identity.js';
import { type FakeEngine, fakeEngine, sendJson } from '../../test/support/engine/fake-engine.js';
import { hostClock } from '../../test/support/host-clock.js';
import { shown } from '../crowd.js';
import type { Row } from '../row.js';
import { interleave, median } from '../statistics.js';
import { valueOf } from '../task.js';

const identity = anIdentity();
const ids = Array.from({ length: 50 }, (_, index) => `c${index.toString()}` as InstanceId);
const [sick, ...others] = ids as [InstanceId, ...InstanceId[]];
const rounds = 40;
const callsPerRound = 1000;
const atOnce = 8;
/** More than there are connections for questions. */
const askers = 20;
const never = new AbortController().signal;

/** The slowest of a hundred calls on 49 containers, while an inspect of the fiftieth hangs and while it doesn't. */
export async function measureSickNeighbour(): Promise<readonly Row[]> {
  const [well, ill] = [await host([]), await host([sick])];
  const { floor, ours } = await interleave(rounds, { floor: well.p99, ours: ill.p99 });
  await well.close();
  await ill.close();
  return [
    {
      what: 'docker: p99 of calls on 49 containers beside one that hangs, against one that does not',
      ours: median(ours),
      floor: median(floor),
      unit: 'ms',
      limit: 1.1,
      how: `median of ${rounds.toString()}, ${callsPerRound.toString()} calls each, ${atOnce.toString()} at once, on fake engines`,
    },
  ];
}

interface Host {
  readonly p99: () => Promise<number>;
  readonly close: () => Promise<void>;
}

async function host(hanging: readonly InstanceId[]): Promise<Host> {
  const engine = await engineWhere(hanging);
  const runtime = new DockerEngineRuntime({ host: engineHost, endpoint: engine.endpoint, clock: hostClock });
  const over = new AbortController();
  const keepAsking = async (id: InstanceId): Promise<void> => {
    while (!over.signal.aborted) await runtime.inspect(id, over.signal);
  };
  const asking = Promise.all(hanging.flatMap((id) => Array.from({ length: askers }, () => keepAsking(id))));
  return {
    p99: async () => {
      engine.forgetRequests();
      const took: number[] = [];
      const queue = Array.from({ length: callsPerRound }).keys();
      const work = async (): Promise<void> => {
        for (const turn of queue) took.push(await timed(runtime, turn));
      };
      await Promise.all(Array.from({ length: atOnce }, work));
      return took.sort((a, b) => a - b)[Math.floor(callsPerRound * 0.99)] ?? NaN;
    },
    close: async () => {
      over.abort();
      await asking;
      runtime.close();
      await engine.close();
    },
  };
}

const engineWhere = (hanging: readonly InstanceId[]): Promise<FakeEngine> =>
  fakeEngine(({ method, url }, response) => {
    const id = /\/containers\/(c\d+)\//.exec(url)?.[1] as InstanceId;
    if (hanging.includes(id)) return;
    sendJson(response, method === 'GET' ? shown(id, identity) : {});
  });

async function timed(runtime: DockerEngineRuntime, turn: number): Promise<number> {
  const id = others[turn % others.length] ?? sick;
  const begun = performance.now();
  if (turn % 2 === 0) await valueOf(runtime.inspect(id, never));
  else await valueOf(runtime.signal(id, 'SIGTERM', never));
  return performance.now() - begun;
}
