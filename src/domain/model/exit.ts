import { type SignalName, signalName, signalNumber } from './signals.js';

/**
 * How a task ended. Never invented: what could not be learned is `unknown`, which is neither a code nor a success.
 */
export type Exit = ExitCause & {
  /** True when the kernel killed a process of the task's own cgroup for want of memory. */
  readonly oom: boolean;
};

type ExitCause =
  | { readonly kind: 'code'; readonly code: number }
  | { readonly kind: 'signal'; readonly signal: SignalName }
  | { readonly kind: 'unknown'; readonly why: string };

/**
 * The exit that a wait status in a shell's spelling tells: 128 + n is signal n.
 *
 * Monitors and engines report nothing finer, so a task that itself returns 139 reads as one killed by SIGSEGV,
 * just as it does in a shell.
 */
export function exitFromStatus(status: number, oom: boolean): Exit {
  const signal = signalName(status - 128);
  return signal === undefined ? { kind: 'code', code: status, oom } : { kind: 'signal', signal, oom };
}

/** The exit status a process that stands for the task should end with; undefined when nobody knows. */
export function statusOf(exit: Exit): number | undefined {
  switch (exit.kind) {
    case 'code':
      return exit.code;
    case 'signal':
      return 128 + signalNumber(exit.signal);
    case 'unknown':
      return undefined;
  }
}

export const isSuccess = (exit: Exit): boolean => exit.kind === 'code' && exit.code === 0;

/** In words for people: `0`, `7`, `SIGSEGV`, `SIGKILL (out of memory)`, `unknown: …`. */
export function describeExit(exit: Exit): string {
  const suffix = exit.oom ? ' (out of memory)' : '';
  switch (exit.kind) {
    case 'code':
      return `${exit.code.toString()}${suffix}`;
    case 'signal':
      return `${exit.signal}${suffix}`;
    case 'unknown':
      return `unknown: ${exit.why}${suffix}`;
  }
}
