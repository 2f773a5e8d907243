import { performance } from 'node:perf_hooks';

/** Milliseconds since the epoch, finer than `Date.now`, to be compared with what a task's `date` prints. */
export const epochMs = (): number => performance.timeOrigin + performance.now();

/** The command by which a task tells when its first instruction ran. */
export const tellTime: readonly [string, ...string[]] = ['/bin/date', '+%s.%N'];

/** What `tellTime` printed, in milliseconds since the epoch; undefined as long as it has not. */
export function toldTime(output: string): number | undefined {
  const told = /\b(\d{10}\.\d{9})\b/.exec(output)?.[1];
  return told === undefined ? undefined : Number(told) * 1000;
}
