import type { OutputStream } from '../model/instance.js';
import type { Answer } from './runtime.js';

/** Reads back what a `LogSink` keeps. */
export interface LogSource {
  /**
   * What a task printed to one stream, over all of its attempts, oldest first. A file that is rotated away while it is read
   * is read to its end; one that goes before its turn is left out. Nothing is given twice or garbled when a writer rotates,
   * or goes on from where another was killed, meanwhile. With `follow` it goes on until `origin.ended` aborts and all was
   * given; otherwise it ends with what was there when it began. Ends when `signal` aborts, and early when a file can't be
   * read; never throws. Reads on only as fast as its caller does, and holds no more than a piece at a time.
   * `not-found` when nothing was kept; a link that was planted is never followed.
   */
  read(origin: LogOrigin, wish: LogReading, signal: AbortSignal): Answer<AsyncIterable<Uint8Array>>;
}

export interface LogOrigin {
  /** Directory on the host that holds the group's logs. */
  readonly directory: string;
  readonly task: string;
  /** Aborts once no more will be printed. */
  readonly ended: AbortSignal;
}

export interface LogReading {
  readonly stream: OutputStream;
  /** Only so many of the last lines, of which the last may not have ended; undefined: all that is kept. */
  readonly tailLines: number | undefined;
  readonly follow: boolean;
}
