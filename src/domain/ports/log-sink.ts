import type { AllocId, AttemptToken } from '../model/ids.js';
import type { LogPosition, OutputStream } from '../model/instance.js';
import type { LogPolicy } from '../model/job.js';
import type { Answer } from './runtime.js';

/** Keeps what tasks print. */
export interface LogSink {
  /**
   * Opens both streams of one task for appending; opening again goes on where the last writer stopped. The files of a
   * stream never hold more than the policy allows, the newest bytes stay, and no line that fits into one file is cut.
   * A disabled log takes all and keeps nothing.
   *
   * A writer may end at any moment without closing. Opened again for the same attempt, the log goes on behind
   * `resumeAfter`: what is printed from there on is written again, and nothing is missing then and nothing doubled. Opened
   * for another attempt, it goes on behind all there is. A task's log has one writer at a time.
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
  readonly attempt: AttemptToken;
  /** Directory on the host that holds the group's logs. */
  readonly directory: string;
  readonly policy: LogPolicy;
}

export interface TaskLog {
  /**
   * Behind which reading goes on, were the writer to end now. What lies before it is kept, come what may; what lies behind
   * it must be there to be read again. Undefined at first for another attempt than the one last written; then it follows
   * what is written, after a while, and has come to its end once the log is closed. Of a disabled log, it is what was
   * written last, and undefined whenever that is opened.
   */
  readonly resumeAfter: LogPosition | undefined;
  /**
   * Resolves once the bytes are taken; until then the caller reads no further. `position` is where they end in what the
   * attempt prints. The order of calls is kept, even when they don't wait for each other. A fault when the log is closed.
   */
  write(stream: OutputStream, bytes: Uint8Array, position: LogPosition): Answer<undefined>;
  /** Resolves once all that was taken is in the files. Closing twice is closing once. */
  close(): Promise<void>;
}
