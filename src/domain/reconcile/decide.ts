import type { HostObject } from '../model/host-object.js';
import type { AllocId, AttemptToken, InstanceId, Instant } from '../model/ids.js';
import { type Owned, ownershipOf } from './ownership.js';
import type { ReconcilePolicy, Snapshot, Wanted } from './snapshot.js';

/** One verdict for every object that was observed, in the order of their ids. */
export interface Plan {
  readonly verdicts: readonly Verdict[];
}

export type Verdict = Removal | Sparing;

/** It is ours and nobody wants it. */
export interface Removal {
  readonly id: InstanceId;
  readonly do: 'remove';
  readonly because: RemoveReason;
}

export interface Sparing {
  readonly id: InstanceId;
  readonly do: 'spare';
  readonly because: SpareReason;
  /** Until when at least; undefined when time alone changes nothing. */
  readonly until: Instant | undefined;
}

export type RemoveReason = 'untracked-task' | 'holder-without-group' | 'network-without-group';

export type SpareReason =
  | 'tracked'
  | 'holder-of-live-group'
  | 'likeness-in-live-group'
  | 'foreign-owner'
  | 'not-a-task'
  | 'unknown-kind'
  | 'unknown-age'
  | 'in-grace'
  | 'first-sighting'
  | 'dry-run';

/**
 * What to remove from the host and what to spare, each with the one reason that decided it. Pure and total: it leaves no
 * choice to whoever carries it out but to look once more before each removal.
 */
export function decide(snapshot: Snapshot, policy: ReconcilePolicy, now: Instant): Plan {
  const verdicts = [...new Map(snapshot.observed.map((object) => [object.id, object])).values()]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map((object) => judge(object, snapshot, policy, now));
  return { verdicts };
}

/** What this plan found dangling, to be given to the next pass. */
export const danglingIn = ({ verdicts }: Plan): ReadonlySet<InstanceId> =>
  new Set(verdicts.filter(isDangling).map(({ id }) => id));

const isDangling = (verdict: Verdict): boolean =>
  verdict.do === 'remove' || verdict.because === 'first-sighting' || verdict.because === 'dry-run';

function judge(object: HostObject, snapshot: Snapshot, policy: ReconcilePolicy, now: Instant): Verdict {
  const owned = ownershipOf(object.claim, policy);
  if (owned.whose !== 'ours') return spare(object, owned.because);
  const use = useOf(object, owned, snapshot.wanted);
  if (use !== undefined) return spare(object, use);
  if (object.createdAt === undefined) return spare(object, 'unknown-age');
  const graceEnds = (object.createdAt + policy.graceMs) as Instant;
  if (now < graceEnds) return spare(object, 'in-grace', graceEnds);
  if (!snapshot.danglingBefore.has(object.id)) return spare(object, 'first-sighting');
  return policy.dryRun ? spare(object, 'dry-run') : remove(object, owned);
}

/** Who wants it; undefined: nobody. */
function useOf({ id }: HostObject, owned: Owned, wanted: Wanted): SpareReason | undefined {
  if (wanted.instances.has(id) || wanted.attempts.has(owned.attempt as AttemptToken)) return 'tracked';
  if (!wanted.allocs.has(owned.alloc as AllocId)) return undefined;
  if (owned.kind !== 'task') return 'holder-of-live-group';
  // A task that lives may have made it for a purpose of its own.
  return owned.attempt === undefined ? 'likeness-in-live-group' : undefined;
}

const remove = ({ id }: HostObject, { kind }: Owned): Removal => ({
  id,
  do: 'remove',
  because: kind === 'task' ? 'untracked-task' : `${kind}-without-group`,
});

const spare = ({ id }: HostObject, because: SpareReason, until?: Instant): Sparing => ({
  id,
  do: 'spare',
  because,
  until,
});
