import { randomUUID } from 'node:crypto';

import type { HostObject, LabelClaim, LikenessClaim } from '../../../src/domain/model/host-object.js';
import type { InstanceId } from '../../../src/domain/model/ids.js';
import type { ReconcilePolicy, Snapshot } from '../../../src/domain/reconcile/snapshot.js';
import { anAllocId, anAttemptToken, anOwnerId, at } from '../../../src/testing/builders/an-identity.js';

export const ourOwner = anOwnerId();
export const ourRoot = '/state/allocs';
export const grace = 300_000;

export const aReconcilePolicy = (over: Partial<ReconcilePolicy> = {}): ReconcilePolicy => ({
  owner: ourOwner,
  allocRoot: ourRoot,
  graceMs: grace,
  dryRun: false,
  ...over,
});

export const ourLabels = (over: Partial<LabelClaim> = {}): LabelClaim => ({
  by: 'labels',
  owner: ourOwner,
  kind: 'task',
  alloc: anAllocId(),
  attempt: anAttemptToken(),
  ...over,
});

export const taskEnvironment = (alloc: string): Readonly<Record<string, string>> => ({
  NOMAD_ALLOC_ID: alloc,
  NOMAD_TASK_NAME: 'web',
});

export const taskMounts = (alloc: string, root = ourRoot): LikenessClaim['mounts'] => [
  { source: `${root}/${alloc}/alloc`, target: '/alloc' },
  { source: `${root}/${alloc}/web/local`, target: '/local' },
  { source: `${root}/${alloc}/web/secrets`, target: '/secrets' },
];

export const likeness = (alloc: string = anAllocId(), over: Partial<LikenessClaim> = {}): LikenessClaim => ({
  by: 'likeness',
  environment: taskEnvironment(alloc),
  mounts: taskMounts(alloc),
  ...over,
});

/** Made at 0. */
export const aHostObject = (over: Partial<HostObject> = {}): HostObject => ({
  id: randomUUID() as InstanceId,
  createdAt: at(0),
  claim: ourLabels(),
  ...over,
});

/** Where nothing is wanted, and the pass before saw all of it dangling. */
export const aSnapshot = (
  observed: readonly HostObject[],
  wanted: Partial<Snapshot['wanted']> = {},
): Snapshot => ({
  observed,
  wanted: { attempts: new Set(), instances: new Set(), allocs: new Set(), ...wanted },
  danglingBefore: new Set(observed.map(({ id }) => id)),
});
