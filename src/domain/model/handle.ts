import type { AllocId, AttemptToken, InstanceId, Instant } from './ids.js';

/** One try to start one task, written down before the try has an effect. */
export interface Attempt {
  readonly token: AttemptToken;
  readonly alloc: AllocId;
  readonly task: string;
  readonly driver: string;
  readonly intendedAt: Instant;
  /** The directories of the host in which its mounts show; absent: there are none. */
  readonly volumes?: readonly VolumeBefore[];
}

/** What was mounted in a directory of the host before a task could mount something there. */
export interface VolumeBefore {
  /** Without links. */
  readonly path: string;
  /** One text for each mount: what it shows, and where. */
  readonly mounts: readonly string[];
  /** Of the host; with another boot no mount of before is there, and all that are have other devices. */
  readonly bootId: string;
}

/** What is needed to find a started task again, and what was seen of it last. */
export interface TaskHandle {
  readonly driver: string;
  readonly alloc: AllocId;
  readonly task: string;
  readonly attempt: AttemptToken;
  readonly instance: InstanceId;
  readonly startedAt: Instant;
  /** Of its first process, by the last look at the host; no store keeps it. Absent: it was not seen to run. */
  readonly pid?: number;
}
