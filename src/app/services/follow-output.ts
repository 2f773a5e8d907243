import type { LogChunk, LogItem, LogPosition } from '../../domain/model/instance.js';
import type { Clock } from '../../domain/ports/clock.js';

export interface OutputSource {
  /** Where to begin; undefined: at its first byte. */
  readonly after: LogPosition | undefined;
  /** What is printed after that position, until its end or until the stream breaks off. */
  readonly open: (after: LogPosition | undefined, signal: AbortSignal) => AsyncIterable<LogItem>;
}

/** Pauses before a stream that broke off is opened again. Milliseconds. */
export interface ReopenPolicy {
  /** The first one; doubled until something comes. */
  readonly reopenMs: number;
  readonly reopenMaxMs: number;
}

/**
 * All that a task prints, also when streams of it break off. Ends once a stream tells that there is no more, or when
 * `signal` aborts. `ending` says that the task has ended: that cuts a pause short, and those after it begin small again.
 */
export async function* followOutput(
  source: OutputSource,
  { clock, policy }: { readonly clock: Clock; readonly policy: ReopenPolicy },
  signal: AbortSignal,
  ending: AbortSignal,
): AsyncGenerator<LogChunk, void, undefined> {
  let position = source.after;
  let pauseMs = policy.reopenMs;
  const hasEnded = (): boolean => ending.aborted;
  while (!signal.aborted) {
    for await (const item of source.open(position, signal)) {
      if (item === 'end') return;
      position = item.position;
      pauseMs = policy.reopenMs;
      yield item;
    }
    const hadEnded = hasEnded();
    await clock.sleep(pauseMs, hadEnded ? signal : AbortSignal.any([signal, ending]));
    pauseMs = hasEnded() && !hadEnded ? policy.reopenMs : Math.min(policy.reopenMaxMs, pauseMs * 2);
  }
}
