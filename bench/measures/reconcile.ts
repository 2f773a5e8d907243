import { DockerEngineRuntime } from '../../src/adapters/docker-engine/docker-engine-runtime.js';
import { engineHost } from '../../test/support/engine/engine-host.js';
import { MemoryTaskStore } from '../../src/adapters/memory/memory-task-store.js';
import { ReconcilePass } from '../../src/app/services/reconcile-pass.js';
import type { InstanceId } from '../../src/domain/model/ids.js';
import { ok } from '../../src/domain/shared/result.js';
import { anAttempt } from '../../src/testing/builders/a-handle.js';
import { aReconcilePolicy, ourOwner } from '../../test/support/builders/a-host-object.js';
import { anIdentity, anOwnerId } from '../../src/testing/builders/an-identity.js';
import { type FakeEngine, fakeEngine, sendJson } from '../../test/support/engine/fake-engine.js';
import { hostClock } from '../../test/support/host-clock.js';
import { heapInUse } from '../collected.js';
import { listed } from '../crowd.js';
import { RawEngine } from '../floor/raw-engine.js';
import type { Row } from '../row.js';
import { interleave, median } from '../statistics.js';
import { valueOf } from '../task.js';

const crowd = 10_000;
const rounds = 30;
const never = new AbortController().signal;

/** One pass over many containers, of which half are another agent's, against fetching and decoding their list by hand. */
export async function measureReconcile(): Promise<readonly Row[]> {
  const store = new MemoryTaskStore();
  const engine = await engineWithCrowd(store);
  const runtime = new DockerEngineRuntime({ host: engineHost, endpoint: engine.endpoint, clock: hostClock });
  const raw = new RawEngine(engine.endpoint.replace('unix://', ''));
  const liveAllocs = () => Promise.resolve(ok(new Set<never>()));
  const pass = new ReconcilePass({
    runtimes: { docker: runtime },
    store,
    removals: [],
    liveAllocs,
    clock: hostClock,
  });
  const ours = (): Promise<number> => timed(() => judgedBy(pass));
  const floor = (): Promise<number> => timed(() => raw.list());
  await interleave(5, { ours, floor });
  const before = heapInUse();
  const seen = await interleave(rounds, { ours, floor });
  const kept = heapInUse() - before;
  runtime.close();
  raw.close();
  await engine.close();
  return rowsOf(median(seen.ours), median(seen.floor), kept);
}

const rowsOf = (ours: number, floor: number, kept: number): readonly Row[] => [
  {
    what: `reconcile: a pass over ${crowd.toString()} containers, against their list by hand`,
    ours,
    floor,
    unit: 'ms',
    limit: 1.5,
    how: `median of ${rounds.toString()}, served by a fake engine, fetched and decoded`,
  },
  {
    what: 'reconcile: memory that passes keep',
    ours: Math.max(0, kept),
    floor: undefined,
    unit: 'MiB',
    limit: 4,
    how: `heap in use after ${rounds.toString()} more passes less that before`,
  },
];

async function engineWithCrowd(store: MemoryTaskStore): Promise<FakeEngine> {
  const containers: object[] = [];
  for (let index = 0; index < crowd; index += 1) {
    const identity = anIdentity({ owner: index % 2 === 0 ? ourOwner : anOwnerId() });
    if (identity.owner === ourOwner)
      await store.intend(anAttempt({ token: identity.attempt, alloc: identity.alloc }));
    containers.push(listed(index.toString(16).padStart(64, '0') as InstanceId, identity));
  }
  const list = Buffer.from(JSON.stringify(containers));
  return fakeEngine(({ url }, response) => {
    if (url.includes('/containers/json')) response.end(list);
    else sendJson(response, { ServerVersion: '20.10.24' });
  });
}

async function judgedBy(pass: ReconcilePass): Promise<number> {
  const [report] = await valueOf(pass.run(aReconcilePolicy(), never));
  return report?.outcome === 'judged' ? report.objects.length : 0;
}

async function timed(count: () => Promise<number>): Promise<number> {
  const begun = performance.now();
  if ((await count()) !== crowd) throw new Error('not all containers were seen');
  return performance.now() - begun;
}
