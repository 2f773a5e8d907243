import type { LogPosition, OutputStream } from '../../../domain/model/instance.js';
import { earlier } from './stamp.js';

/** How far one stream was read. The engine tells messages apart by their time only, and several may have the same. */
export interface Mark {
  /** Time of the last message, as in its stamp. */
  readonly at: string;
  /** How many messages of that very time were read. */
  readonly count: number;
  /** Whether the last line still lacks its end. */
  readonly open: boolean;
}

export type Marks = Readonly<Partial<Record<OutputStream, Mark>>> & {
  /** The stream of the last message of all. */
  readonly last?: OutputStream;
};

/**
 * `<time>+<count>` for stdout, `|`, the same for stderr, `|`, the stream of the last message of all; `~` after an open
 * line, nothing for a stream unread.
 */
export const writePosition = ({ stdout, stderr, last }: Marks): LogPosition =>
  `${writeMark(stdout)}|${writeMark(stderr)}|${last ?? ''}` as LogPosition;

const writeMark = (mark: Mark | undefined): string =>
  mark === undefined ? '' : `${mark.at}+${mark.count.toString()}${mark.open ? '~' : ''}`;

/** What can't be read is the beginning: rather twice than never. */
export function readPosition(position: LogPosition | undefined): Marks {
  const [out = '', error = '', last] = (position ?? '').split('|');
  const [stdout, stderr] = [readMark(out), readMark(error)];
  return {
    ...(stdout && { stdout }),
    ...(stderr && { stderr }),
    ...((last === 'stdout' || last === 'stderr') && { last }),
  };
}

function readMark(text: string): Mark | undefined {
  const [, at, count, open] = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z)\+(\d+)(~?)$/.exec(text) ?? [];
  // Whoever kept the position may have let others write where it was kept.
  return at === undefined || Number.isNaN(Date.parse(at))
    ? undefined
    : { at, count: Number(count), open: open === '~' };
}

/**
 * How much later than its stamp a message may reach the engine's log, in milliseconds. A stream's own messages are in
 * order; those of the other may have been stamped earlier and written later.
 */
const lagMs = 10_000;

/**
 * From when on the engine has to be asked so that nothing is missing after these marks; undefined: from the beginning.
 * The parts of an open line all bear the time of its first part, however late they come.
 */
export function resumeFrom({ stdout, stderr }: Marks): string | undefined {
  const marks = [stdout, stderr].filter((mark) => mark !== undefined);
  const latest = marks
    .map(({ at }) => at)
    .sort()
    .at(-1);
  if (latest === undefined) return undefined;
  const floor = earlier(latest, lagMs);
  const needed = marks.map(({ at, open }) => (open || at > floor ? at : floor));
  return [...needed, ...(marks.length < 2 ? [floor] : [])].sort()[0];
}
