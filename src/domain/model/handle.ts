import type { AllocId, AttemptToken, InstanceId, Instant } from './ids.js';

/** One try to start one task, written down before the try has an effect. */
export interface Attempt {
  readonly token: AttemptToken;
  readonly alloc: AllocId;
  readonly task: string;
  readonly driver: string;
  readonly intendedAt: Instant;
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
