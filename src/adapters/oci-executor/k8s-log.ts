import type { OutputStream } from '../../domain/model/instance.js';

/** Output of one stream that stands together in a log. */
export interface LogRun {
  readonly stream: OutputStream;
  readonly bytes: Uint8Array;
  /** Bytes of the log up to and including this one. */
  readonly end: number;
}

const newline = 10;
const blank = 32;
const full = 'F'.charCodeAt(0);
const partial = 'P'.charCodeAt(0);
const names = { stdout: Buffer.from('stdout'), stderr: Buffer.from('stderr') } as const;
/** `2026-11-23T22:15:39.981315892+00:00` */
const timeBytes = 35;
/** `stdout F ` after the time and its blank. */
const headBytes = 9;

/**
 * What the whole lines in a piece of conmon's log say; see the format `k8s-file`.
 *
 * A line is `TIME stdout|stderr F|P TEXT`. `F` stands for text that ended with a newline, `P` for text that did not: then
 * the newline of the line is not the task's. Neighbours of one stream are put together. A line that is torn or is none of
 * these says nothing.
 */
export function readLogLines(piece: Buffer): { readonly runs: readonly LogRun[]; readonly consumed: number } {
  const text = Buffer.allocUnsafe(piece.length);
  const runs: LogRun[] = [];
  let open: { readonly stream: OutputStream; readonly from: number; end: number } | undefined;
  let written = 0;
  const close = (): void => {
    if (open !== undefined)
      runs.push({ stream: open.stream, bytes: text.subarray(open.from, written), end: open.end });
  };
  let at = 0;
  for (let end = piece.indexOf(newline); end >= 0; end = piece.indexOf(newline, at)) {
    const line = readHead(piece, at, end);
    at = end + 1;
    if (line === undefined) continue;
    if (open?.stream !== line.stream) {
      close();
      open = { stream: line.stream, from: written, end: at };
    }
    open.end = at;
    written += piece.copy(text, written, line.from, line.isFull ? at : end);
  }
  close();
  return { runs, consumed: at };
}

/** Byte by byte: a task that prints short lines has millions of them read per second. */
function streamAt(piece: Buffer, at: number): OutputStream | undefined {
  const stream = piece[at + 3] === names.stdout[3] ? 'stdout' : 'stderr';
  const name = names[stream];
  for (let index = 0; index < name.length; index++) if (piece[at + index] !== name[index]) return undefined;
  return stream;
}

interface Head {
  readonly stream: OutputStream;
  readonly isFull: boolean;
  /** Where the text begins. */
  readonly from: number;
}

function readHead(piece: Buffer, start: number, end: number): Head | undefined {
  const usual = start + timeBytes;
  const time = piece[usual] === blank ? usual : piece.indexOf(blank, start);
  const from = time + 1 + headBytes;
  if (time < 0 || from > end) return undefined;
  const stream = streamAt(piece, time + 1);
  const tag = piece[time + 8];
  const isSpaced = piece[time + 7] === blank && piece[time + 9] === blank;
  if (stream === undefined || !isSpaced || (tag !== full && tag !== partial)) return undefined;
  return { stream, isFull: tag === full, from };
}
