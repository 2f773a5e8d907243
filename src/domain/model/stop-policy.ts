import type { SignalName } from './signals.js';

/** How a task is ended. Milliseconds. */
export interface StopPolicy {
  /** Undefined: as the image or the driver has it, SIGTERM otherwise. */
  readonly signal: SignalName | undefined;
  /** From the signal to the kill; 0 kills at once. */
  readonly killTimeoutMs: number;
  /** From the kill until the task counts as stuck. */
  readonly verifyMs: number;
}
