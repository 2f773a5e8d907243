import type { Identity } from '../../domain/model/identity.js';
import type { OwnerId } from '../../domain/model/ids.js';
import type { Clock } from '../../domain/ports/clock.js';
import type { Runtime } from '../../domain/ports/runtime.js';
import type { Timing } from '../config/timing.js';
import { admitted } from '../services/admitted.js';
import { ExitWatch } from '../services/exit-watch.js';
import { PendingRemovals } from '../services/pending-removals.js';
import { StartInstance } from '../services/start-instance.js';
import { StopInstance } from '../services/stop-instance.js';

/** What all drivers over one runtime share: one watch for exits, one queue of removals. */
export interface RuntimeServices<Spec extends { readonly identity: Identity }> {
  readonly owner: OwnerId;
  readonly exits: ExitWatch;
  readonly removals: PendingRemovals;
  readonly starting: StartInstance<Spec>;
  readonly stopping: StopInstance;
}

export function runtimeServices<Spec extends { readonly identity: Identity }>(
  runtime: Runtime<Spec>,
  owner: OwnerId,
  clock: Clock,
  timing: Timing,
): RuntimeServices<Spec> {
  const exits = new ExitWatch(runtime, owner, clock, timing.listPeriodMs);
  const removals = new PendingRemovals(runtime, owner, clock, {
    periodMs: timing.removalPeriodMs,
    proofs: timing.removalProofs,
    patienceMs: timing.leftoverMs,
  });
  return {
    owner,
    exits,
    removals,
    starting: new StartInstance(admitted(runtime, clock, timing.admission), removals, clock, timing.start),
    stopping: new StopInstance(runtime, exits, clock, timing.signalRepeatMs),
  };
}
