import { fault } from '../../domain/faults/runtime-fault.js';
import type { AttemptToken } from '../../domain/model/ids.js';
import type { LogPosition, OutputStream } from '../../domain/model/instance.js';
import type { Clock } from '../../domain/ports/clock.js';
import type { TaskLog } from '../../domain/ports/log-sink.js';
import type { Answer } from '../../domain/ports/runtime.js';
import { done, err } from '../../domain/shared/result.js';
import type { CheckpointFile } from './checkpoint-file.js';
import { readErrno } from './read-errno.js';
import type { RotatingFile } from './rotating-file.js';
import { Turns } from './turns.js';

export interface CheckpointPolicy {
  /** Milliseconds from a write to the checkpoint behind it. */
  readonly afterMs: number;
  /** Bytes written at most before there is one. */
  readonly afterBytes: number;
}

export interface LogParts {
  readonly attempt: AttemptToken;
  readonly streams: Readonly<Record<OutputStream, RotatingFile>>;
  readonly checkpoints: CheckpointFile;
  /** Closes the files, whatever was done with them. */
  readonly release: () => Promise<void>;
}

/** What is in the files of one task's log, and the checkpoint that says so. */
export class FileTaskLog implements TaskLog {
  readonly #parts: LogParts;
  readonly #clock: Clock;
  readonly #policy: CheckpointPolicy;
  readonly #turns = new Turns();
  readonly #closing = new AbortController();
  #written: LogPosition | undefined;
  #kept: LogPosition | undefined;
  #unkeptBytes = 0;
  #isDue = false;
  #closed: Promise<void> | undefined;

  constructor(parts: LogParts, clock: Clock, policy: CheckpointPolicy) {
    this.#parts = parts;
    this.#clock = clock;
    this.#policy = policy;
    const { last } = parts.checkpoints;
    this.#written = last?.attempt === parts.attempt ? last.position : undefined;
    this.#kept = this.#written;
  }

  get resumeAfter(): LogPosition | undefined {
    return this.#kept;
  }

  write(stream: OutputStream, bytes: Uint8Array, position: LogPosition): Answer<undefined> {
    if (this.#closed !== undefined)
      return Promise.resolve(err(fault('unavailable', "task output can't be kept: its log is closed")));
    return this.#turns.take(async () => {
      try {
        await this.#append(stream, bytes, position);
        return done;
      } catch (error) {
        return err(readErrno(error));
      }
    });
  }

  close(): Promise<void> {
    this.#closing.abort();
    this.#closed ??= this.#turns.take(async () => {
      await this.#keepIfNew();
      await this.#parts.release();
    });
    return this.#closed;
  }

  /** Rejects with the errno of the call that failed. */
  async keep(): Promise<void> {
    const { attempt, streams, checkpoints } = this.#parts;
    const ends = { stdout: streams.stdout.settled, stderr: streams.stderr.settled };
    const position = this.#written;
    await checkpoints.write({ attempt, position, ends });
    this.#kept = position;
    this.#unkeptBytes = 0;
  }

  async #append(stream: OutputStream, bytes: Uint8Array, position: LogPosition): Promise<void> {
    await this.#parts.streams[stream].append(bytes);
    this.#written = position;
    this.#unkeptBytes += bytes.length;
    if (this.#unkeptBytes >= this.#policy.afterBytes) await this.#keepIfNew();
    else void this.#keepInTime();
  }

  /** One that can't be written leaves the last one true: more is read again then. */
  async #keepIfNew(): Promise<void> {
    if (this.#unkeptBytes > 0 || this.#written !== this.#kept) await this.keep().catch(() => undefined);
  }

  async #keepInTime(): Promise<void> {
    if (this.#isDue) return;
    this.#isDue = true;
    await this.#clock.sleep(this.#policy.afterMs, this.#closing.signal);
    this.#isDue = false;
    if (!this.#closing.signal.aborted) await this.#turns.take(() => this.#keepIfNew());
  }
}
