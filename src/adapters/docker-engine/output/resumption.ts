import type { OutputStream } from '../../../domain/model/instance.js';
import type { Mark, Marks } from './log-position.js';

/** Tells what was read before from what is new, among the messages that an engine gives again. */
export interface Resumption {
  /** Is asked for every message in its order. */
  isBehind(stream: OutputStream, at: string): boolean;
  /** Whether the messages joined on to what was read before. */
  readonly joined: boolean;
}

/** By the time of each message: for an engine that was asked for all that is not older than the marks. */
export class ByTime implements Resumption {
  readonly joined = true;
  readonly #left: Partial<Record<OutputStream, Mark | undefined>>;

  constructor({ stdout, stderr }: Marks) {
    this.#left = { stdout, stderr };
  }

  isBehind(stream: OutputStream, at: string): boolean {
    const mark = this.#left[stream];
    if (mark === undefined) return false;
    if (at < mark.at) return true;
    if (at === mark.at && mark.count > 0) {
      this.#left[stream] = { ...mark, count: mark.count - 1 };
      return true;
    }
    this.#left[stream] = undefined;
    return false;
  }
}

/**
 * By the place of the last message that was read: for an engine that was asked for the last messages of its log. What
 * comes after that place is new whatever its time. All is behind when the place isn't among them.
 */
export class ByPlace implements Resumption {
  readonly #stream: OutputStream;
  readonly #mark: Mark;
  #seen = 0;
  /** Whether all messages of the mark's time are among these: the first of them may have been cut off. */
  #whole: boolean;
  #joined = false;

  constructor(stream: OutputStream, mark: Mark) {
    this.#stream = stream;
    this.#mark = mark;
    this.#whole = mark.count === 1;
  }

  get joined(): boolean {
    return this.#joined;
  }

  isBehind(stream: OutputStream, at: string): boolean {
    if (this.#joined) return false;
    if (stream !== this.#stream) return true;
    if (at !== this.#mark.at) this.#whole = true;
    else if (++this.#seen === this.#mark.count) this.#joined = this.#whole;
    return true;
  }
}
