import type { InstanceId, Instant } from './ids.js';

/** A container, or a supervised process with its bundle. */
export interface HostObject {
  readonly id: InstanceId;
  /** Undefined when the runtime gives none that makes sense. */
  readonly createdAt: Instant | undefined;
  readonly claim: Claim;
}

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
