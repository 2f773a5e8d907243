import { type Result, err, ok } from '../shared/result.js';
import type { AllocId, AttemptToken, OwnerId, SpecHash } from './ids.js';

/** What an object on the host is for. */
export type ObjectKind = 'task' | 'holder' | 'network';

/**
 * Whose an object on the host is and what it was made for.
 *
 * Written on the object itself (container labels, OCI annotations), so that it is found again even when
 * everything that the agent remembers is lost.
 */
export interface Identity {
  readonly owner: OwnerId;
  readonly kind: ObjectKind;
  readonly job: string;
  readonly group: string;
  readonly alloc: AllocId;
  readonly task: string;
  readonly attempt: AttemptToken;
  readonly spec: SpecHash;
}

const prefix = 'wharf.';
const keys = ['owner', 'kind', 'job', 'group', 'alloc', 'task', 'attempt', 'spec'] as const;

export const labelOf = (key: keyof Identity): string => prefix + key;

/** The label that tells all that is ours from all that is not. */
export const ownerLabel = labelOf('owner');

export function labelsOf(identity: Identity): Readonly<Record<string, string>> {
  return Object.fromEntries(keys.map((key) => [labelOf(key), identity[key]]));
}

/** The identity that labels spell, or the first label that is missing or makes no sense. */
export function identityFrom(labels: Readonly<Record<string, string | undefined>>): Result<Identity, string> {
  const missing = keys.find((key) => typeof labels[labelOf(key)] !== 'string' || labels[labelOf(key)] === '');
  if (missing !== undefined) return err(`label ${labelOf(missing)} is missing`);
  const read = (key: (typeof keys)[number]): string => labels[labelOf(key)] ?? '';
  const kind = read('kind');
  if (kind !== 'task' && kind !== 'holder' && kind !== 'network')
    return err(`label ${labelOf('kind')} is ${kind}`);
  return ok({
    owner: read('owner') as OwnerId,
    kind,
    job: read('job'),
    group: read('group'),
    alloc: read('alloc') as AllocId,
    task: read('task'),
    attempt: read('attempt') as AttemptToken,
    spec: read('spec') as SpecHash,
  });
}
