import { randomUUID } from 'node:crypto';

import type { Identity } from '../../../src/domain/model/identity.js';
import type { AllocId, AttemptToken, Instant, OwnerId, SpecHash } from '../../../src/domain/model/ids.js';

export const anAllocId = (): AllocId => randomUUID() as AllocId;
export const anOwnerId = (): OwnerId => randomUUID() as OwnerId;
export const anAttemptToken = (): AttemptToken => randomUUID() as AttemptToken;
export const at = (ms: number): Instant => ms as Instant;

export const anIdentity = (over: Partial<Identity> = {}): Identity => ({
  owner: anOwnerId(),
  kind: 'task',
  job: 'job',
  group: 'group',
  alloc: anAllocId(),
  task: 'task',
  attempt: anAttemptToken(),
  spec: 'spec' as SpecHash,
  ...over,
});
