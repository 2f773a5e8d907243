import type { LogPosition, OutputStream } from '../../../domain/model/instance.js';
import type { Frame } from './frame-splitter.js';
import { type Marks, resumeFrom, writePosition } from './log-position.js';
import { ByPlace, ByTime, type Resumption } from './resumption.js';
import { readStamp } from './stamp.js';

const newline = Buffer.from('\n');
const nothing = Buffer.alloc(0);

/**
 * Turns the messages of a log into the bytes that the task printed, from a position on, however often the engine gives
 * them again.
 *
 * Engines lose the end of a line that they had cut into several messages, and of a last line that has none; since a
 * message of another time is always another line, that end is put back.
 */
export class LogCursor {
  #marks: Marks;
  #resumption: Resumption = new ByTime({});
  #skipping = false;
  #taken = 0;

  constructor(after: Marks) {
    this.#marks = after;
  }

  get position(): LogPosition {
    return writePosition(this.#marks);
  }

  /** Messages that were new since the last resumption. */
  get taken(): number {
    return this.#taken;
  }

  /** Whether the messages since the last resumption joined on to what was read before. */
  get joined(): boolean {
    return this.#resumption.joined;
  }

  /** Expects the log from a time on: the one that is answered, or its beginning. */
  resumeByTime(): string | undefined {
    this.#resume(new ByTime(this.#marks));
    return resumeFrom(this.#marks);
  }

  /** Expects the last messages of the log. Answers whether that makes sense: not before anything was read. */
  resumeByPlace(): boolean {
    const { last } = this.#marks;
    const mark = last && this.#marks[last];
    if (last === undefined || mark === undefined) return false;
    this.#resume(new ByPlace(last, mark));
    return true;
  }

  /** The bytes that are new with this message. */
  take({ stream, bytes: message }: Frame): Buffer {
    const { at, bytes } = readStamp(message);
    if (at !== undefined) this.#skipping = this.#resumption.isBehind(stream, at);
    if (this.#skipping) return nothing;
    return at === undefined ? bytes : this.#add(stream, at, bytes);
  }

  /** The end of the stream's last line, if the task has ended and the line lacks it. */
  finish(stream: OutputStream): Buffer {
    const mark = this.#marks[stream];
    if (mark?.open !== true) return nothing;
    this.#marks = { ...this.#marks, [stream]: { ...mark, open: false } };
    return newline;
  }

  #resume(resumption: Resumption): void {
    this.#resumption = resumption;
    this.#skipping = false;
    this.#taken = 0;
  }

  #add(stream: OutputStream, at: string, bytes: Buffer): Buffer {
    const before = this.#marks[stream];
    const sameTime = before?.at === at;
    const open = bytes.length === 0 ? sameTime && before.open : bytes.at(-1) !== newline[0];
    const count = sameTime ? before.count + 1 : 1;
    this.#marks = { ...this.#marks, [stream]: { at, count, open }, last: stream };
    this.#taken += 1;
    return before?.open === true && !sameTime ? Buffer.concat([newline, bytes]) : bytes;
  }
}
