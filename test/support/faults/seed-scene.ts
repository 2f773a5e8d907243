import { defaultDeadlines } from '../../../src/adapters/docker-engine/deadlines.js';
import { DockerEngineRuntime } from '../../../src/adapters/docker-engine/docker-engine-runtime.js';
import { engineHost } from '../engine/engine-host.js';
import { MemoryTaskStore } from '../../../src/adapters/memory/memory-task-store.js';
import { runtimeServices, type RuntimeServices } from '../../../src/app/composition/runtime-services.js';
import { timing } from '../../../src/app/config/timing.js';
import { ReconcilePass } from '../../../src/app/services/reconcile-pass.js';
import type { ContainerSpec } from '../../../src/domain/model/container-spec.js';
import type { Instant, InstanceId } from '../../../src/domain/model/ids.js';
import type { Clock } from '../../../src/domain/ports/clock.js';
import type { ReconcilePolicy } from '../../../src/domain/reconcile/snapshot.js';
import { ok } from '../../../src/domain/shared/result.js';
import { aContainerSpec } from '../../../src/testing/builders/a-container-spec.js';
import { aReconcilePolicy, grace } from '../builders/a-host-object.js';
import { anIdentity, anOwnerId } from '../../../src/testing/builders/an-identity.js';
import { engineRequest } from '../engine/engine-request.js';
import { privateEngine } from '../engine/private-engine.js';
import { valueOf } from '../../../src/testing/expect-result.js';
import { hostClock } from '../host-clock.js';
import { type EngineProxy, engineProxy } from './engine-proxy.js';

const never = new AbortController().signal;

/** What starts and reconciles containers, composed as it ships, over a real engine whose answers can be spoilt. */
export class SeedScene {
  readonly owner = anOwnerId();
  readonly store = new MemoryTaskStore();
  readonly services: RuntimeServices<ContainerSpec>;
  readonly runtime: DockerEngineRuntime;
  readonly pass: ReconcilePass;
  readonly proxy: EngineProxy;
  readonly #socketPath: string;
  readonly #planted = new Set<string>();
  #ahead = 0;

  private constructor(socketPath: string, proxy: EngineProxy) {
    this.#socketPath = socketPath;
    this.proxy = proxy;
    // Long enough for an engine on a busy machine; an answer that never comes is waited for that long.
    const deadlines = { ...defaultDeadlines, create: 3000, start: 5000, remove: 5000, query: 3000 };
    this.runtime = new DockerEngineRuntime({
      host: engineHost,
      endpoint: proxy.endpoint,
      clock: hostClock,
      deadlines,
    });
    const patience = { ...timing, removalPeriodMs: 100, leftoverMs: 20_000 };
    this.services = runtimeServices(this.runtime, this.owner, hostClock, patience);
    this.pass = new ReconcilePass({
      runtimes: { docker: this.runtime },
      store: this.store,
      removals: [this.services.removals],
      liveAllocs: () => Promise.resolve(ok(new Set())),
      clock: this.clock,
    });
  }

  static async open(): Promise<SeedScene> {
    const { socketPath } = await privateEngine();
    return new SeedScene(socketPath, await engineProxy(socketPath));
  }

  /** The time of this machine, and what was let go by. */
  get clock(): Clock {
    return { ...hostClock, now: () => (hostClock.now() + this.#ahead) as Instant };
  }

  letGoBy(ms: number): void {
    this.#ahead += ms;
  }

  policy(over: Partial<ReconcilePolicy> = {}): ReconcilePolicy {
    return aReconcilePolicy({ owner: this.owner, graceMs: grace, ...over });
  }

  /** Why the pass removes or spares each object, by id. */
  async reconcile(over: Partial<ReconcilePolicy> = {}): Promise<ReadonlyMap<string, string>> {
    const [report] = valueOf(await this.pass.run(this.policy(over), never));
    if (report?.outcome !== 'judged') throw new Error(`the engine was not judged: ${JSON.stringify(report)}`);
    return new Map(report.objects.map(({ id, verdict }) => [id, verdict.because]));
  }

  spec(over: Partial<ContainerSpec> = {}): ContainerSpec {
    return aContainerSpec({
      identity: anIdentity({ owner: this.owner }),
      command: ['sleep', '600'],
      ...over,
    });
  }

  /** A running container, made past all that is judged here. */
  async plant(body: object): Promise<InstanceId> {
    const asked = { method: 'POST', body: { Image: 'busybox:local', Cmd: ['sleep', '600'], ...body } };
    const { json } = await engineRequest(this.#socketPath, '/containers/create', asked);
    const { Id: id } = json as { readonly Id: InstanceId };
    this.#planted.add(id);
    await engineRequest(this.#socketPath, `/containers/${id}/start`, { method: 'POST' });
    return id;
  }

  /** All containers that the engine has, by their ids: whether each runs. */
  async containers(): Promise<ReadonlyMap<string, boolean>> {
    const { json } = await engineRequest(this.#socketPath, '/containers/json?all=1');
    const listed = json as readonly { readonly Id: string; readonly State: string }[];
    return new Map(listed.map(({ Id, State }) => [Id, State === 'running']));
  }

  async close(): Promise<void> {
    const ours = valueOf(await this.runtime.list(this.owner, never)).map(({ id }) => id);
    for (const id of [...ours, ...this.#planted])
      await engineRequest(this.#socketPath, `/containers/${id}?force=1&v=1`, { method: 'DELETE' });
    this.services.removals.close();
    this.runtime.close();
    await this.proxy.close();
  }
}
