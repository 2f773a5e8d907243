import type { RuntimeFault } from '../../domain/faults/runtime-fault.js';
import type { OutputStream } from '../../domain/model/instance.js';
import type { SignalName } from '../../domain/model/signals.js';
import type { CommandScript } from './command.js';

/** What an instance in memory does once it is started, in place of a program. */
export interface Behaviour {
  /** One after the other; when all are done, it ends with 0. */
  readonly steps: readonly Step[];
  /** What it does on a signal; on any other it does what the kernel has it do. SIGKILL is not to be trapped. */
  readonly traps?: Partial<Record<Exclude<SignalName, 'SIGKILL' | 'SIGSTOP'>, readonly Step[]>>;
  /** The commands that there are to run beside it; none unless said. */
  readonly commands?: CommandScript;
}

export type Step =
  | { readonly do: 'print'; readonly stream: OutputStream; readonly bytes: Uint8Array }
  /** Milliseconds on the host's clock. */
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'wait-for-ever' }
  | { readonly do: 'exit'; readonly code: number }
  | { readonly do: 'die'; readonly signal: SignalName }
  /** The kernel ends it for want of memory. */
  | { readonly do: 'run-out-of-memory' };

/** The host refuses the spec, at one call or the other. */
export interface Refusal {
  readonly refuse: 'create' | 'start';
  readonly fault: RuntimeFault;
}

/** Says what the instance of a spec does. */
export type Script<Spec> = (spec: Spec) => Behaviour | Refusal;

export const print = (text: string | Uint8Array, stream: OutputStream = 'stdout'): Step => ({
  do: 'print',
  stream,
  bytes: typeof text === 'string' ? new TextEncoder().encode(text) : text,
});
export const wait = (ms: number): Step => ({ do: 'wait', ms });
export const waitForEver: Step = { do: 'wait-for-ever' };
export const exit = (code: number): Step => ({ do: 'exit', code });
export const die = (signal: SignalName): Step => ({ do: 'die', signal });
export const runOutOfMemory: Step = { do: 'run-out-of-memory' };

/** The steps in turn, then the end; nothing on signals but what the kernel does. */
export const doing = (...steps: readonly Step[]): Behaviour => ({ steps });

/** Ends with 0 at once. */
export const succeed: Script<unknown> = () => doing();
