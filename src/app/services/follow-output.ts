import type { LogChunk, LogPosition } from '../../domain/model/instance.js';
import type { Clock } from '../../domain/ports/clock.js';

export interface OutputSource {
  /** Where to begin; undefined: at its first byte. */
  readonly after: LogPosition | undefined;
  /** What is printed after that position, until the task has ended or the stream breaks off. */
  readonly open: (after: LogPosition | undefined, signal: AbortSignal) => AsyncIterable<LogChunk>;
  /** Whether the task is known to have ended. */
  readonly hasEnded: (signal: AbortSignal) => Promise<boolean>;
}

/** Pauses before a stream that broke off is opened again. Milliseconds. */
export interface ReopenPolicy {
  /** The first one; doubled until something comes. */
  readonly reopenMs: number;
  readonly reopenMaxMs: number;
}

/**
 * All that a task prints, also when streams of it break off. Ends with the task, or when `signal` aborts. `ending` says
 * that the task has ended: that cuts a pause short.
 */
export async function* followOutput(
  source: OutputSource,
  { clock, policy }: { readonly clock: Clock; readonly policy: ReopenPolicy },
  signal: AbortSignal,
  ending: AbortSignal,
): AsyncGenerator<LogChunk, void, undefined> {
  let position = source.after;
  let pauseMs = policy.reopenMs;
  let hasBroken = false;
  for (let hadEnded = false; ;) {
    for await (const chunk of source.open(position, signal)) {
      position = chunk.position;
      pauseMs = policy.reopenMs;
      yield chunk;
    }
    if (signal.aborted) return;
    const hasEnded = await source.hasEnded(signal);
    // Where one stream broke off, only one that was opened after the end is sure to have all of it.
    if (hasEnded && (hadEnded || !hasBroken)) return;
    hasBroken = true;
    hadEnded = hasEnded;
    if (hasEnded) continue;
    await clock.sleep(pauseMs, ending.aborted ? signal : AbortSignal.any([signal, ending]));
    pauseMs = Math.min(policy.reopenMaxMs, pauseMs * 2);
  }
}
