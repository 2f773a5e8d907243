import type { Claim, HostObject } from '../model/host-object.js';
import type { AllocId, AttemptToken, Instant } from '../model/ids.js';
import type { Plan } from './decide.js';
import type { ReconcilePolicy, Snapshot, Wanted } from './snapshot.js';

/**
 * What a plan must never do, told in other words than those that made it. Empty for every plan of `decide`; a plan that
 * breaks one of these is not carried out.
 */
export function checkPlan(
  { verdicts }: Plan,
  snapshot: Snapshot,
  policy: ReconcilePolicy,
  now: Instant,
): readonly string[] {
  const objects = new Map(snapshot.observed.map((object) => [object.id, object]));
  const ids = verdicts.map(({ id }) => id);
  const judged = new Set(ids);
  const twice = judged.size === ids.length ? [] : ids.filter((id, index) => ids.indexOf(id) !== index);
  const removed = verdicts.filter((verdict) => verdict.do === 'remove').map(({ id }) => id);
  return [
    ...[...objects.keys()].filter((id) => !judged.has(id)).map((id) => `${id} has no verdict`),
    ...twice.map((id) => `${id} is judged twice`),
    ...removed.flatMap((id) => {
      const object = objects.get(id);
      const wrongs = object === undefined ? ['and was not seen'] : wrongsOf(object, snapshot, policy, now);
      return wrongs.map((wrong) => `${id} would be removed ${wrong}`);
    }),
  ];
}

function wrongsOf(
  { id, claim, createdAt }: HostObject,
  { wanted, danglingBefore }: Snapshot,
  policy: ReconcilePolicy,
  now: Instant,
): readonly string[] {
  const rules: readonly (readonly [boolean, string])[] = [
    [policy.dryRun, 'in a dry run'],
    [wanted.instances.has(id), 'though a handle leads to it'],
    [isWanted(claim, wanted), 'though it is wanted'],
    [claim.by === 'labels' && claim.owner !== policy.owner, "though it is another agent's"],
    [createdAt === undefined || now - createdAt < policy.graceMs, 'though it may be in the making'],
    [!danglingBefore.has(id), 'though it was not dangling before'],
  ];
  return rules.filter(([broken]) => broken).map(([, how]) => how);
}

const isWanted = (claim: Claim, { attempts, allocs }: Wanted): boolean =>
  claim.by === 'labels' &&
  (attempts.has(claim.attempt as AttemptToken) ||
    (claim.kind !== 'task' && allocs.has(claim.alloc as AllocId)));
