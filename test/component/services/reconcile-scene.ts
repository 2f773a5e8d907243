import { doing, waitForEver } from '../../../src/adapters/memory/behaviour.js';
import { ManualClock } from '../../../src/adapters/memory/manual-clock.js';
import { MemoryHost } from '../../../src/adapters/memory/memory-host.js';
import { MemoryRuntime } from '../../../src/adapters/memory/memory-runtime.js';
import { MemoryTaskStore } from '../../../src/adapters/memory/memory-task-store.js';
import type { Leftover } from '../../../src/app/services/pending-removals.js';
import { type ReconcileParts, ReconcilePass } from '../../../src/app/services/reconcile-pass.js';
import type { ObjectReport, RuntimeReport } from '../../../src/app/services/reconcile-report.js';
import type { Reconciled } from '../../../src/app/services/reconcile-runtime.js';
import type { HostObject } from '../../../src/domain/model/host-object.js';
import type { AllocId, InstanceId } from '../../../src/domain/model/ids.js';
import type { ProcessSpec } from '../../../src/domain/model/process-spec.js';
import type { decide } from '../../../src/domain/reconcile/decide.js';
import type { ReconcilePolicy } from '../../../src/domain/reconcile/snapshot.js';
import { ok } from '../../../src/domain/shared/result.js';
import { aHostObject, aReconcilePolicy, grace, ourOwner } from '../../support/builders/a-host-object.js';
import { anIdentity } from '../../../src/testing/builders/an-identity.js';
import { aProcessSpec } from '../../../src/testing/builders/a-process-spec.js';
import { valueOf } from '../../../src/testing/expect-result.js';
import { type FaultScript, FaultyRuntime } from '../../support/faults/faulty-runtime.js';

const never = new AbortController().signal;

/** A runtime that can fail, over a host in memory, a store, and what reconciles them. */
export class ReconcileScene {
  readonly clock = new ManualClock(1_700_000_000_000);
  readonly host = new MemoryHost(this.clock);
  readonly store = new MemoryTaskStore();
  readonly live = new Set<AllocId>();
  readonly pending: Leftover[] = [];
  readonly runtime: FaultyRuntime<ProcessSpec>;
  readonly pass: ReconcilePass;

  constructor(script: FaultScript = {}, over: Partial<ReconcileParts> = {}, decideBy?: typeof decide) {
    const inner = new MemoryRuntime<ProcessSpec>(this.host, () => doing(waitForEver));
    this.runtime = new FaultyRuntime(inner, script);
    this.pass = new ReconcilePass({ ...this.parts(), ...over }, decideBy);
  }

  parts(runtime: Reconciled = this.runtime): ReconcileParts {
    return {
      runtimes: { exec: runtime },
      store: this.store,
      removals: [{ pending: this.pending }],
      liveAllocs: () => Promise.resolve(ok(this.live)),
      clock: this.clock,
    };
  }

  plant(over: Partial<HostObject> = {}): InstanceId {
    const object = aHostObject({ createdAt: this.clock.now(), ...over });
    this.host.plant(object);
    return object.id;
  }

  /** Makes and starts an instance of ours. */
  async task(owner = ourOwner): Promise<InstanceId> {
    const id = valueOf(await this.runtime.create(aProcessSpec({ identity: anIdentity({ owner }) }), never));
    valueOf(await this.runtime.start(id, never));
    return id;
  }

  /** Whether it is on the host. */
  has(id: InstanceId): boolean {
    return this.host.identify(id).ok;
  }

  async run(over: Partial<ReconcilePolicy> = {}, pass = this.pass): Promise<readonly RuntimeReport[]> {
    return valueOf(await pass.run(aReconcilePolicy(over), never));
  }

  /** Of the one runtime. */
  async objects(over: Partial<ReconcilePolicy> = {}, pass = this.pass): Promise<readonly ObjectReport[]> {
    return objectsOf(await this.run(over, pass));
  }

  /** What the last of two passes, after the grace, says of an object. */
  async fate(id: InstanceId, over: Partial<ReconcilePolicy> = {}): Promise<ObjectReport | undefined> {
    await this.clock.advance(grace);
    await this.run(over);
    return (await this.objects(over)).find((object) => object.id === id);
  }
}

export const objectsOf = ([report]: readonly RuntimeReport[]): readonly ObjectReport[] =>
  report !== undefined && 'objects' in report ? report.objects : [];

/** A runtime of which some verbs are others'. */
export const over = (runtime: Reconciled, instead: Partial<Reconciled>): Reconciled => ({
  describe: (signal) => runtime.describe(signal),
  survey: (thoroughness, signal) => runtime.survey(thoroughness, signal),
  identify: (id, signal) => runtime.identify(id, signal),
  remove: (id, signal) => runtime.remove(id, signal),
  ...instead,
});
