import type { LogChunk, LogPosition, OutputStream } from '../../../src/domain/model/instance.js';

interface Place {
  readonly line: number;
  readonly byte: number;
}

type Places = Readonly<Record<OutputStream, Place>>;

const start: Place = { line: 1, byte: 0 };

/** Of many lengths, some longer than a small file. */
export const lineAt = (line: number): string =>
  `${line.toString()} ${'x'.repeat(line % 50 === 0 ? 300 : line % 23)}\n`;

/** Numbered lines on both streams, cut into chunks anywhere, without an end; the same ones from any position on. */
export function* numberedLines(
  after: LogPosition | undefined,
  random: () => number,
): Generator<LogChunk, void, undefined> {
  let places: Places = after === undefined ? { stdout: start, stderr: start } : (JSON.parse(after) as Places);
  for (;;) {
    const stream = random() < 0.7 ? 'stdout' : 'stderr';
    const length = Math.ceil(10 ** (random() * 4));
    const { text, place } = textFrom(places[stream], length);
    places = { ...places, [stream]: place };
    yield { stream, bytes: Buffer.from(text), position: JSON.stringify(places) as LogPosition };
  }
}

function textFrom({ line, byte }: Place, length: number): { readonly text: string; readonly place: Place } {
  let text = '';
  for (let at = line, from = byte; ; at++, from = 0) {
    const rest = lineAt(at).slice(from);
    const taken = rest.slice(0, length - text.length);
    text += taken;
    if (text.length === length && taken.length < rest.length)
      return { text, place: { line: at, byte: from + taken.length } };
  }
}
