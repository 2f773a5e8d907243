import { tellingPlaces } from '../model/directories.js';
import type { Claim, LabelClaim, LikenessClaim } from '../model/host-object.js';
import type { ObjectKind } from '../model/identity.js';
import { isWithin, normalise } from '../shared/path.js';
import { lookup } from '../shared/record.js';
import type { ReconcilePolicy } from './snapshot.js';

/** Whose an object is. What can't be told for certain is not ours. */
export type Ownership =
  Owned | { readonly whose: 'not-ours'; readonly because: 'foreign-owner' | 'unknown-kind' | 'not-a-task' };

export interface Owned {
  readonly whose: 'ours';
  readonly kind: ObjectKind;
  readonly alloc: string;
  /** Undefined when it only looks like one of our tasks. */
  readonly attempt: string | undefined;
}

type Ours = Pick<ReconcilePolicy, 'owner' | 'allocRoot'>;

/**
 * Ours is what carries our owner label. Unlabelled, ours is what has a task's environment and a task's mounts, and these
 * lead into the directories which that very allocation has under our own root. Either of both proves nothing: what
 * somebody starts by hand from inside a task inherits the environment, and anybody may mount something at `/local`.
 */
export const ownershipOf = (claim: Claim, ours: Ours): Ownership =>
  claim.by === 'labels' ? byLabels(claim, ours) : byLikeness(claim, ours);

function byLabels({ owner, kind, alloc, attempt }: LabelClaim, ours: Ours): Ownership {
  if (owner !== ours.owner) return { whose: 'not-ours', because: 'foreign-owner' };
  if (!isKnown(kind)) return { whose: 'not-ours', because: 'unknown-kind' };
  return { whose: 'ours', kind, alloc, attempt };
}

function byLikeness({ environment, mounts }: LikenessClaim, { allocRoot }: Ours): Ownership {
  const alloc = lookup(environment, 'NOMAD_ALLOC_ID') ?? '';
  const directory = normalise(`${allocRoot}/${alloc}`);
  const isTask =
    allocIds.test(alloc) &&
    (lookup(environment, 'NOMAD_TASK_NAME') ?? '') !== '' &&
    tellingPlaces.every((target) =>
      mounts.some((mount) => mount.target === target && isWithin(normalise(mount.source), directory)),
    );
  return isTask
    ? { whose: 'ours', kind: 'task', alloc, attempt: undefined }
    : { whose: 'not-ours', because: 'not-a-task' };
}

const allocIds = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const kinds: Readonly<Record<ObjectKind, true>> = { task: true, holder: true, network: true };
const isKnown = (kind: string): kind is ObjectKind => lookup(kinds, kind) === true;
