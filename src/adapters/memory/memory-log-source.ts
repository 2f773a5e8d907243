import { fault } from '../../domain/faults/runtime-fault.js';
import type { LogOrigin, LogReading, LogSource } from '../../domain/ports/log-source.js';
import type { Answer } from '../../domain/ports/runtime.js';
import { err, ok } from '../../domain/shared/result.js';
import type { MemoryLogSink } from './memory-log-sink.js';
import type { Segments } from './segments.js';

const newline = 10;

/** Reads what a `MemoryLogSink` keeps. */
export class MemoryLogSource implements LogSource {
  readonly #sink: MemoryLogSink;

  constructor(sink: MemoryLogSink) {
    this.#sink = sink;
  }

  read(origin: LogOrigin, wish: LogReading, signal: AbortSignal): Answer<AsyncIterable<Uint8Array>> {
    const kept = this.#sink.kept(origin, wish.stream);
    return Promise.resolve(
      kept === undefined
        ? err(fault('not-found', `nothing that ${origin.task} printed is kept`))
        : ok(this.#give(kept, origin, wish, signal)),
    );
  }

  async *#give(
    kept: Segments,
    { ended }: LogOrigin,
    { follow, tailLines }: LogReading,
    signal: AbortSignal,
  ): AsyncGenerator<Uint8Array> {
    const until = follow ? Infinity : kept.end;
    const either = AbortSignal.any([signal, ended]);
    let at = tailLines === undefined ? 0 : lastLines(kept, tailLines);
    while (!signal.aborted) {
      const isOver = !follow || ended.aborted;
      const next = kept.from(at);
      if (next !== undefined && next.begin < until) {
        at = Math.min(until, next.begin + next.bytes.length);
        yield next.bytes.subarray(0, at - next.begin);
      } else if (isOver) return;
      else await this.#sink.writes.heard(either);
    }
  }
}

/** Where they begin. */
function lastLines({ all, end }: Segments, lines: number): number {
  if (lines <= 0) return end;
  const text = all.flatMap((segment) => [...segment]);
  let begin = text.length;
  for (let missing = lines; missing > 0 && begin > 0; missing--)
    begin = begin < 2 ? 0 : text.lastIndexOf(newline, begin - 2) + 1;
  return end - text.length + begin;
}
