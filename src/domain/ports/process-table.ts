import type { SignalName } from '../model/signals.js';
import type { Answer } from './runtime.js';

/** What tells one process from another that later got the same pid. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Clock ticks after boot at which it started. */
  readonly startTicks: number;
  readonly bootId: string;
}

/**
 * The processes of the host. No process is ever signalled by its pid alone. What can't be learned just now is a fault: it
 * never means that a process is gone.
 */
export interface ProcessTable {
  /** Undefined when there is no such process, or only its unreaped remains. */
  identify(pid: number): Answer<ProcessIdentity | undefined>;
  /** Whether this very process is still alive. */
  isAlive(identity: ProcessIdentity): Answer<boolean>;
  /** The file that this very process runs, in the kernel's words; undefined when it is gone. */
  program(identity: ProcessIdentity): Answer<string | undefined>;
  /** All living processes that have each of these texts as an argument of their command. */
  bearing(texts: readonly string[]): Answer<readonly ProcessIdentity[]>;
  /**
   * Of the processes with these pids those that come of this very one: itself, its descendants, and who is in a session
   * that one of them leads or led. What left both, as a daemon does, is none of them.
   */
  offspring(ancestor: ProcessIdentity, among: readonly number[]): Answer<readonly ProcessIdentity[]>;
  /** Signals this very process; succeeds without effect when it is gone. */
  signal(identity: ProcessIdentity, name: SignalName): Answer<undefined>;
}
