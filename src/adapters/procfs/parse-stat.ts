export interface ProcessStat {
  /** One letter, such as `R`, `S`, `Z`. */
  readonly state: string;
  /** Clock ticks after boot at which it started. */
  readonly startTicks: number;
}

/**
 * What tells processes apart, out of a process's `stat`; see proc_pid_stat(5). The second field is a name in
 * parentheses that the process chose itself: it may hold blanks, newlines and parentheses, so that only the last
 * closing one ends it.
 */
export function parseStat(text: string): ProcessStat | undefined {
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const state = fields[0];
  const startTicks = Number(fields[19]);
  return state === undefined || state === '' || !Number.isInteger(startTicks)
    ? undefined
    : { state, startTicks };
}
