import { join } from 'node:path';

import { HostAllocDirectories } from '../../../src/adapters/alloc-dirs/host-alloc-directories.js';
import { type Deadlines, defaultDeadlines } from '../../../src/adapters/docker-engine/deadlines.js';
import { DockerEngineRuntime } from '../../../src/adapters/docker-engine/docker-engine-runtime.js';
import { MemoryTaskStore } from '../../../src/adapters/memory/memory-task-store.js';
import { OciExecutor } from '../../../src/adapters/oci-executor/oci-executor.js';
import { defaultLogBounds } from '../../../src/adapters/oci-executor/settings.js';
import { ProcfsNamespaces } from '../../../src/adapters/procfs/procfs-namespaces.js';
import { RandomIds } from '../../../src/adapters/system/random-ids.js';
import { ResolvConf } from '../../../src/adapters/system/resolv-conf.js';
import { runtimeServices } from '../../../src/app/composition/runtime-services.js';
import type { Settings } from '../../../src/app/config/settings.js';
import { type Timing, timing } from '../../../src/app/config/timing.js';
import { ImageSupply } from '../../../src/app/services/image-supply.js';
import { Placement } from '../../../src/app/services/network/placement.js';
import type { PendingRemovals } from '../../../src/app/services/pending-removals.js';
import { JudgeMounts } from '../../../src/app/services/judge-mounts.js';
import { ReconcilePass } from '../../../src/app/services/reconcile-pass.js';
import { RuntimeDriver } from '../../../src/app/services/runtime-driver.js';
import { TaskRequests } from '../../../src/app/services/task-requests.js';
import { dockerTranslation } from '../../../src/domain/drivers/docker/translation.js';
import { execTranslation } from '../../../src/domain/drivers/exec/translation.js';
import type { HostFacts } from '../../../src/domain/model/host.js';
import type { AllocId } from '../../../src/domain/model/ids.js';
import type { AllocDirectoriesPort } from '../../../src/domain/ports/alloc-directories.js';
import type { TaskDriver } from '../../../src/domain/ports/task-driver.js';
import type { TaskStore } from '../../../src/domain/ports/task-store.js';
import { ok } from '../../../src/domain/shared/result.js';
import { hostClock } from '../../support/host-clock.js';
import { hostPorts } from '../../support/oci/an-executor.js';

/** What is broken: drivers over the real runtimes, put together as they ship, but that their bounds are short. */
export interface Subject {
  readonly drivers: ReadonlyMap<string, TaskDriver>;
  readonly removals: readonly PendingRemovals[];
  readonly requests: TaskRequests;
  readonly directories: AllocDirectoriesPort;
  readonly store: TaskStore;
  /** Of allocations that are kept running. */
  readonly live: Set<AllocId>;
  readonly pass: ReconcilePass;
  close(): void;
}

/** An answer that never comes costs so much; a busy machine may take longer, too, which is one fault more. */
const deadlines: Deadlines = {
  ...defaultDeadlines,
  ...{ negotiate: 1000, query: 800, list: 2500, streamOpen: 1000 },
  ...{ create: 4000, start: 4000, signal: 2000, remove: 4000, absence: 4000 },
};

const makingBoundMs = 3000;

export const hastyTiming: Timing = {
  ...timing,
  start: { patience: 5, backOffMs: 50, backOffMaxMs: 400 },
  ...{ signalRepeatMs: 400, leftoverMs: 10_000, listPeriodMs: 300, removalPeriodMs: 200 },
};

export function openSubject(settings: Settings, host: HostFacts): Subject {
  const clock = hostClock;
  const ids = new RandomIds();
  const ports = hostPorts();
  const { docker, exec, stateDirectory, runDirectory } = settings;
  const engine = new DockerEngineRuntime({
    endpoint: docker.endpoint,
    clock,
    deadlines,
    host: { ...ports, runDirectory },
  });
  const outputDirectory = join(stateDirectory, 'output');
  const own = { runDirectory, outputDirectory, logs: defaultLogBounds, makingBoundMs };
  const executor = new OciExecutor({ ...exec, ...own }, ports);
  const containers = runtimeServices(engine, host.nodeId, clock, hastyTiming);
  const processes = runtimeServices(executor, host.nodeId, clock, hastyTiming);
  const placement = new Placement(new ProcfsNamespaces());
  const drivers = new Map<string, TaskDriver>([
    [
      'docker',
      new RuntimeDriver({
        ...{
          ...containers,
          kind: 'container',
          translation: dockerTranslation(docker),
          runtime: engine,
          ids,
          placement,
        },
        images: new ImageSupply(engine, clock),
      }),
    ],
    [
      'exec',
      new RuntimeDriver({
        ...{
          ...processes,
          kind: 'process',
          translation: execTranslation(exec),
          runtime: executor,
          ids,
          placement,
        },
        images: undefined,
      }),
    ],
  ]);
  const directories = new HostAllocDirectories({
    root: join(stateDirectory, 'allocs'),
    mounts: ports.mounts,
  });
  const store = new MemoryTaskStore();
  const live = new Set<AllocId>();
  const removals = [containers.removals, processes.removals];
  return {
    drivers,
    removals,
    directories,
    store,
    live,
    requests: new TaskRequests({
      ...{ drivers, ids, directories, nameServers: new ResolvConf() },
      judge: new JudgeMounts({ mounts: ports.mounts, engines: new Map() }),
      rules: { hostVolumes: {}, denylist: [] },
    }),
    pass: new ReconcilePass({
      ...{ store, removals, clock, runtimes: { docker: engine, exec: executor } },
      liveAllocs: () => Promise.resolve(ok(live)),
    }),
    close: () => {
      for (const each of removals) each.close();
      engine.close();
    },
  };
}
