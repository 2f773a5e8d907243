import type { AllocId } from '../model/ids.js';
import type { OutputStream } from '../model/instance.js';
import type { LogPolicy } from '../model/job.js';
import type { Answer } from './runtime.js';

/** Keeps what tasks print. */
export interface LogSink {
  /**
   * Opens both streams of one task for appending; opening again goes on where the last writer stopped. The files of a
   * stream never hold more than the policy allows, the newest bytes stay, and no line that fits into one file is cut.
   * A disabled log takes all and keeps nothing.
   *
   * Tasks may write next to the directory, or in it, and what they plant there is never followed: `conflict` when a
   * symbolic link lies on the way to it or something that is no plain file in the place of one, and once it is open,
   * all is kept in this very directory, whatever is put in its place.
   */
  open(target: LogTarget): Answer<TaskLog>;
}

export interface LogTarget {
  readonly alloc: AllocId;
  readonly task: string;
  /** Directory on the host that holds the group's logs. */
  readonly directory: string;
  readonly policy: LogPolicy;
}

export interface TaskLog {
  /**
   * Resolves once the bytes are taken; until then the caller reads no further. The order of calls is kept per stream,
   * even when they don't wait for each other. A fault when the log is closed.
   */
  write(stream: OutputStream, bytes: Uint8Array): Answer<undefined>;
  /** Resolves once all that was taken is in the files. Closing twice is closing once. */
  close(): Promise<void>;
}
