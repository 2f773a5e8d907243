export interface ProcessStat {
  /** One letter, such as `R`, `S`, `Z`. */
  readonly state: string;
  readonly parent: number;
  /** Pid of the process that leads its session, or led it. */
  readonly session: number;
  /** Clock ticks after boot at which it started. */
  readonly startTicks: number;
}

/**
 * What tells processes apart, and whose they are, out of a process's `stat`; see proc_pid_stat(5). The second field is a name in
 * parentheses that the process chose itself: it may hold blanks, newlines and parentheses, so that only the last
 * closing one ends it.
 */
export function parseStat(text: string): ProcessStat | undefined {
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const state = fields[0];
  const [parent, session, startTicks] = [fields[1], fields[3], fields[19]].map(Number);
  if (state === undefined || state === '' || parent === undefined || session === undefined) return undefined;
  return startTicks !== undefined && Number.isInteger(startTicks)
    ? { state, parent, session, startTicks }
    : undefined;
}
