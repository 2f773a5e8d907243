import type { RunProgram } from '../../../src/adapters/cni/run-program.js';

/** Where a process that makes or removes a network is killed. */
export interface NetworkDeath {
  /** The how manieth program that it runs; one that it never comes to kills it not. */
  readonly program: number;
  /** Amid: so many milliseconds after the program began, and at the latest when it has ended. */
  readonly when: 'before' | { readonly amidMs: number };
}

/** Runs programs until this process dies of it. */
export function mortal(
  real: RunProgram,
  death: NetworkDeath | undefined,
  ran: (program: string) => void,
): RunProgram {
  let count = 0;
  return async (call) => {
    count += 1;
    ran(call.program);
    if (count !== death?.program) return real(call);
    if (death.when === 'before') return die();
    setTimeout(die, death.when.amidMs);
    await real(call);
    return die();
  };
}

const die = (): never => {
  process.kill(process.pid, 'SIGKILL');
  // The signal has arrived by then; whoever it hits goes no further.
  for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1000);
};
