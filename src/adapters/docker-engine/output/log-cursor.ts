import type { LogPosition, OutputStream } from '../../../domain/model/instance.js';
import type { Frame } from './frame-splitter.js';
import { type Mark, type Marks, resumeFrom, writePosition } from './log-position.js';
import { readStamp } from './stamp.js';

const newline = Buffer.from('\n');

/**
 * Turns the messages of a log into the bytes that the task printed, from a position on.
 *
 * Messages up to the position are left out. Engines lose the end of a line that they had cut into several messages,
 * and of a last line that has none; since a message of another time is always another line, that end is put back.
 */
export class LogCursor {
  readonly #marks: Partial<Record<OutputStream, Mark>>;
  /** Messages still to be left out, by stream. */
  #behind: Partial<Record<OutputStream, Mark | undefined>> = {};

  constructor(after: Marks) {
    this.#marks = { ...after };
  }

  /** From when on the engine is to be asked; what it then gives again is left out. */
  resume(): string | undefined {
    this.#behind = { ...this.#marks };
    return resumeFrom(this.#marks);
  }

  get position(): LogPosition {
    return writePosition(this.#marks);
  }

  /** The bytes that are new with this message. */
  take({ stream, bytes: message }: Frame): Buffer {
    const { at, bytes } = readStamp(message);
    if (at === undefined) return bytes;
    if (this.#isBehind(stream, at)) return Buffer.alloc(0);
    const before = this.#marks[stream];
    const sameTime = before?.at === at;
    this.#marks[stream] = {
      at,
      count: sameTime ? before.count + 1 : 1,
      open: bytes.length === 0 ? sameTime && before.open : bytes.at(-1) !== newline[0],
    };
    return before?.open === true && !sameTime ? Buffer.concat([newline, bytes]) : bytes;
  }

  /** The end of the stream's last line, if the task has ended and the line lacks it. */
  finish(stream: OutputStream): Buffer {
    const mark = this.#marks[stream];
    if (mark?.open !== true) return Buffer.alloc(0);
    this.#marks[stream] = { ...mark, open: false };
    return newline;
  }

  #isBehind(stream: OutputStream, at: string): boolean {
    const mark = this.#behind[stream];
    if (mark === undefined) return false;
    if (at < mark.at) return true;
    if (at === mark.at && mark.count > 0) {
      this.#behind[stream] = { ...mark, count: mark.count - 1 };
      return true;
    }
    this.#behind[stream] = undefined;
    return false;
  }
}
