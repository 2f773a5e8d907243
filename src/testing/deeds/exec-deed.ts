import type { SignalName } from '../../../src/domain/model/signals.js';

/** What a command of the contract suites does that runs beside a task. */
export type ExecDeed =
  /** Prints what is written to it until its input ends. */
  | { readonly do: 'echo' }
  /** `out` on stdout, `err` on stderr; then ends with the code. */
  | { readonly do: 'say'; readonly code: number }
  | { readonly do: 'die'; readonly signal: SignalName }
  /** Prints for as long as somebody reads. */
  | { readonly do: 'flood' }
  /** `yes` when its input and output are a terminal, otherwise `no`. */
  | { readonly do: 'tell-terminal' }
  /** Rows and columns of its terminal, now and whenever they change. */
  | { readonly do: 'tell-size' }
  /** Says `ready` and runs until it is killed. */
  | { readonly do: 'wait' }
  /** Leaves behind a child that ignores all signals it can and keeps its output; goes on itself or ends with 0. */
  | { readonly do: 'fork'; readonly then: 'wait' | 'end' }
  /** Tells `describeSelf` of itself, and the word in `/tmp/wharf-word`. */
  | { readonly do: 'tell-self' }
  /** Is nowhere to be found. */
  | { readonly do: 'not-there' };
