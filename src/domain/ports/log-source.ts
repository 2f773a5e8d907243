import type { OutputStream } from '../model/instance.js';
import type { Answer } from './runtime.js';

/** Reads back what a `LogSink` keeps. */
export interface LogSource {
  /**
   * What a task printed to one stream, over all of its attempts, oldest first. A file that is rotated away meanwhile is
   * read to its end. With `follow` it goes on until `origin.ended` aborts and all was given; otherwise it ends with what
   * is there. Ends when `signal` aborts. `not-found` when nothing was kept; a link that was planted is never followed.
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
  /** Only so many of the last lines; undefined: all that is kept. */
  readonly tailLines: number | undefined;
  readonly follow: boolean;
}
