import { fault } from '../../domain/faults/runtime-fault.js';
import type { AttemptToken } from '../../domain/model/ids.js';
import type { LogPosition, OutputStream } from '../../domain/model/instance.js';
import type { LogSink, LogTarget, TaskLog } from '../../domain/ports/log-sink.js';
import type { Answer } from '../../domain/ports/runtime.js';
import { done, err, ok } from '../../domain/shared/result.js';
import { Bell } from './bell.js';
import { Segments } from './segments.js';

interface Written {
  readonly attempt: AttemptToken;
  readonly position: LogPosition | undefined;
}

/** Keeps output as the files of a log would, and shows it. What is written is kept at once. */
export class MemoryLogSink implements LogSink {
  readonly #kept = new Map<string, Segments>();
  readonly #written = new Map<string, Written>();
  /** Rings at every write. */
  readonly writes = new Bell();

  open(target: LogTarget): Answer<TaskLog> {
    const { attempt, policy } = target;
    const key = JSON.stringify([target.directory, target.task]);
    const last = policy.disabled ? undefined : this.#written.get(key);
    const writer = new MemoryTaskLog(
      last?.attempt === attempt ? last.position : undefined,
      (stream, bytes, position) => {
        if (policy.disabled) return;
        this.#segmentsOf(target, stream).append(bytes, policy);
        this.#written.set(key, { attempt, position });
        this.writes.ring();
      },
    );
    if (!policy.disabled) this.#written.set(key, { attempt, position: writer.resumeAfter });
    return Promise.resolve(ok(writer));
  }

  /** What each file of a stream would hold, oldest first. */
  contents(target: Pick<LogTarget, 'directory' | 'task'>, stream: OutputStream): readonly Uint8Array[] {
    return this.#segmentsOf(target, stream).all;
  }

  /** Undefined when nothing was ever kept. */
  kept(target: Pick<LogTarget, 'directory' | 'task'>, stream: OutputStream): Segments | undefined {
    const key = JSON.stringify([target.directory, target.task]);
    return this.#written.has(key) ? this.#segmentsOf(target, stream) : undefined;
  }

  #segmentsOf({ directory, task }: Pick<LogTarget, 'directory' | 'task'>, stream: OutputStream): Segments {
    const key = JSON.stringify([directory, task, stream]);
    const segments = this.#kept.get(key) ?? new Segments();
    this.#kept.set(key, segments);
    return segments;
  }
}

class MemoryTaskLog implements TaskLog {
  resumeAfter: LogPosition | undefined;
  readonly #keep: (stream: OutputStream, bytes: Uint8Array, position: LogPosition) => void;
  #isOpen = true;

  constructor(
    resumeAfter: LogPosition | undefined,
    keep: (stream: OutputStream, bytes: Uint8Array, position: LogPosition) => void,
  ) {
    this.resumeAfter = resumeAfter;
    this.#keep = keep;
  }

  write(stream: OutputStream, bytes: Uint8Array, position: LogPosition): Answer<undefined> {
    if (!this.#isOpen) return Promise.resolve(err(fault('unavailable', 'the log is closed')));
    this.#keep(stream, bytes, position);
    this.resumeAfter = position;
    return Promise.resolve(done);
  }

  close(): Promise<void> {
    this.#isOpen = false;
    return Promise.resolve();
  }
}
