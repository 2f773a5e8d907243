type Environment = Record<string, string | undefined>;

/** What a service manager tells the process that it started. */
export interface ServiceManagement {
  /** Where it listens. */
  readonly socket: string;
  /** Within which it wants to hear that the process is well; undefined: it does not care. */
  readonly watchdogMs: number | undefined;
}

const variables = ['NOTIFY_SOCKET', 'WATCHDOG_USEC', 'WATCHDOG_PID'] as const;

/**
 * Takes out of the environment what is for this process alone: what it starts, tasks among it, must not take it for
 * theirs. Undefined when no service manager started it.
 */
export function takeNotifyVariables(environment: Environment, pid: number): ServiceManagement | undefined {
  const [socket, watchdogUs, watchdogPid] = variables.map((name) => {
    const value = environment[name];
    // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- of process.env only this takes one out
    delete environment[name];
    return value === '' ? undefined : value;
  });
  if (socket === undefined) return undefined;
  const isForUs = watchdogPid === undefined || watchdogPid === pid.toString();
  const watchdogMs = Number(watchdogUs) / 1000;
  return { socket, watchdogMs: isForUs && watchdogMs > 0 ? watchdogMs : undefined };
}
