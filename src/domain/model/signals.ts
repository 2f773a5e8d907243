/** Linux signals by name, as on x86-64 and arm64. */
const numbers = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGQUIT: 3,
  SIGILL: 4,
  SIGTRAP: 5,
  SIGABRT: 6,
  SIGBUS: 7,
  SIGFPE: 8,
  SIGKILL: 9,
  SIGUSR1: 10,
  SIGSEGV: 11,
  SIGUSR2: 12,
  SIGPIPE: 13,
  SIGALRM: 14,
  SIGTERM: 15,
  SIGSTKFLT: 16,
  SIGCHLD: 17,
  SIGCONT: 18,
  SIGSTOP: 19,
  SIGTSTP: 20,
  SIGTTIN: 21,
  SIGTTOU: 22,
  SIGURG: 23,
  SIGXCPU: 24,
  SIGXFSZ: 25,
  SIGVTALRM: 26,
  SIGPROF: 27,
  SIGWINCH: 28,
  SIGIO: 29,
  SIGPWR: 30,
  SIGSYS: 31,
} as const;

export type SignalName = keyof typeof numbers;

export const signalNames = Object.keys(numbers) as readonly SignalName[];

export const signalNumber = (name: SignalName): number => numbers[name];

export const signalName = (number: number): SignalName | undefined =>
  signalNames.find((name) => numbers[name] === number);

/** `SIGTERM`, `TERM` and `sigterm` all name one signal; anything else names none. */
export function parseSignal(text: string): SignalName | undefined {
  const upper = text.toUpperCase();
  const wanted = upper.startsWith('SIG') ? upper : `SIG${upper}`;
  return signalNames.find((name) => name === wanted);
}
