import { fault } from '../../domain/faults/runtime-fault.js';
import type { OutputStream } from '../../domain/model/instance.js';
import type { LogSink, LogTarget, TaskLog } from '../../domain/ports/log-sink.js';
import type { Answer } from '../../domain/ports/runtime.js';
import { done, err, ok } from '../../domain/shared/result.js';
import { Segments } from './segments.js';

/** Keeps output as the files of a log would, and shows it. */
export class MemoryLogSink implements LogSink {
  readonly #kept = new Map<string, Segments>();

  open(target: LogTarget): Answer<TaskLog> {
    let isOpen = true;
    return Promise.resolve(
      ok({
        write: (stream, bytes) => {
          if (!isOpen) return Promise.resolve(err(fault('unavailable', 'the log is closed')));
          if (!target.policy.disabled) this.#segmentsOf(target, stream).append(bytes, target.policy);
          return Promise.resolve(done);
        },
        close: () => {
          isOpen = false;
          return Promise.resolve();
        },
      }),
    );
  }

  /** What each file of a stream would hold, oldest first. */
  contents(target: Pick<LogTarget, 'directory' | 'task'>, stream: OutputStream): readonly Uint8Array[] {
    return this.#segmentsOf(target, stream).all;
  }

  #segmentsOf({ directory, task }: Pick<LogTarget, 'directory' | 'task'>, stream: OutputStream): Segments {
    const key = JSON.stringify([directory, task, stream]);
    const segments = this.#kept.get(key) ?? new Segments();
    this.#kept.set(key, segments);
    return segments;
  }
}
