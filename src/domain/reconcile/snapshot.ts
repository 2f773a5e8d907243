import type { HostObject } from '../model/host-object.js';
import type { AllocId, AttemptToken, InstanceId, OwnerId } from '../model/ids.js';

/**
 * All that a pass may look at of one runtime. It is already stale when it is read, and is safe all the same: an attempt is
 * written down before anything of it is made, so what is listed first and looked up in the store afterwards is either
 * wanted still or not wanted any more. A snapshot is taken whole or not at all: nothing is planned from a look that failed.
 */
export interface Snapshot {
  /** Every object there that says to be somebody's, in every state; of others some, or all. */
  readonly observed: readonly HostObject[];
  /** Read after the host was. */
  readonly wanted: Wanted;
  /** What the pass before this one found dangling. */
  readonly danglingBefore: ReadonlySet<InstanceId>;
}

export interface Wanted {
  /**
   * Attempts that were intended and not forgotten, those whose removal is pending and those of which a record can't be
   * read among them.
   */
  readonly attempts: ReadonlySet<AttemptToken>;
  /** Instances that a handle leads to. */
  readonly instances: ReadonlySet<InstanceId>;
  /** Allocations that are kept running, or are being ended, or of which a record can't be read. */
  readonly allocs: ReadonlySet<AllocId>;
}

export interface ReconcilePolicy {
  readonly owner: OwnerId;
  /** Under which our allocations have their directories; absolute and normalised. */
  readonly allocRoot: string;
  /** Milliseconds in which an object is left alone whatever it is. */
  readonly graceMs: number;
  /** Only to tell, not to remove. */
  readonly dryRun: boolean;
}
