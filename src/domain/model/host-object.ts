import { isJsonObject, type Json } from '../shared/json.js';
import { lookup } from '../shared/record.js';
import { tellingPlaces } from './directories.js';
import { type Identity, labelOf, ownerLabel } from './identity.js';
import type { InstanceId, Instant } from './ids.js';

/** A container, or a supervised process with its bundle. */
export interface HostObject {
  readonly id: InstanceId;
  /** Undefined when the runtime gives none that makes sense. */
  readonly createdAt: Instant | undefined;
  readonly claim: Claim;
}

/** Whether a survey also looks at what tells by nothing whose it is. */
export type Thoroughness = 'cursory' | 'thorough';

/** What an object tells of whose it is. */
export type Claim = LabelClaim | LikenessClaim;

/** By its labels, or the annotations of its bundle. */
export interface LabelClaim {
  readonly by: 'labels';
  readonly owner: string;
  /** An `ObjectKind`, or what a later version made of it. */
  readonly kind: string;
  readonly alloc: string;
  readonly attempt: string;
}

/** It has no label of ours, but may have been made by something that knew of none. */
export interface LikenessClaim {
  readonly by: 'likeness';
  readonly environment: Readonly<Record<string, string>>;
  readonly mounts: readonly BoundDirectory[];
}

/** Absolute paths: on the host, and in the object. */
export interface BoundDirectory {
  readonly source: string;
  readonly target: string;
}

/** What labels tell, whoever wrote them; undefined when they name no owner. What is missing or no text is empty. */
export function labelClaim(labels: Json | undefined): LabelClaim | undefined {
  if (!isJsonObject(labels) || !Object.hasOwn(labels, ownerLabel)) return undefined;
  const read = (key: keyof Identity): string => {
    const value = lookup(labels, labelOf(key));
    return typeof value === 'string' ? value : '';
  };
  return {
    by: 'labels',
    owner: read('owner'),
    kind: read('kind'),
    alloc: read('alloc'),
    attempt: read('attempt'),
  };
}

/** Whether there is a directory at each place by which a task is known, wherever it comes from. */
export const hasTaskMounts = (mounts: readonly BoundDirectory[]): boolean =>
  tellingPlaces.every((place) => mounts.some(({ target }) => target === place));

/** As a moment; undefined when it can be none, as what is beyond the numbers that can be told apart. */
export const momentOf = (ms: number): Instant | undefined =>
  Number.isSafeInteger(ms) && ms > 0 ? (ms as Instant) : undefined;
