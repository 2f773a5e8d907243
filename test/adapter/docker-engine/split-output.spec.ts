import { expect } from 'chai';
import fc from 'fast-check';

import { ChunkQueue } from '../../../src/adapters/docker-engine/output/chunk-queue.js';
import {
  type Frame,
  FrameSplitter,
  type Splitter,
} from '../../../src/adapters/docker-engine/output/frame-splitter.js';
import { jsonLines } from '../../../src/adapters/docker-engine/output/json-lines.js';
import { TerminalSplitter } from '../../../src/adapters/docker-engine/output/terminal-splitter.js';
import type { OutputStream } from '../../../src/domain/model/instance.js';
import { drained } from '../../../src/testing/contract/runtime-harness.js';

const header = (type: number, length: number): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt8(type, 0);
  bytes.writeUInt32BE(length, 4);
  return bytes;
};
const framed = (stream: OutputStream, bytes: Buffer): Buffer =>
  Buffer.concat([header(stream === 'stdout' ? 1 : 2, bytes.length), bytes]);

/** Cut at these places, ascending. */
function pieces(whole: Buffer, cuts: readonly number[]): readonly Buffer[] {
  const at = [0, ...cuts.filter((cut) => cut <= whole.length), whole.length];
  return at.slice(1).map((end, index) => whole.subarray(at[index], end));
}

const split = (splitter: Splitter, chunks: readonly Buffer[]): readonly Frame[] => [
  ...chunks.flatMap((chunk) => splitter.push(chunk)),
  ...splitter.end(),
];
const told = (frames: readonly Frame[]): readonly string[] =>
  frames.map(({ stream, bytes }) => `${stream}:${bytes.toString('latin1')}`);

const cutsOf = (length: number): fc.Arbitrary<readonly number[]> =>
  fc.array(fc.nat(length), { maxLength: 20 }).map((cuts) => cuts.sort((a, b) => a - b));

describe('Framed output', function () {
  const messages = [
    ['stdout', Buffer.from('one\n')],
    ['stderr', Buffer.from([1, 0, 0, 0, 0, 0, 0, 9, 255])],
    ['stdout', Buffer.alloc(0)],
    ['stdout', Buffer.from('two')],
  ] as const;
  const whole = Buffer.concat(messages.map(([stream, bytes]) => framed(stream, bytes)));
  const expected = messages.map(([stream, bytes]) => `${stream}:${bytes.toString('latin1')}`);

  it('is split alike wherever its chunks are cut', function () {
    for (let first = 0; first <= whole.length; first++)
      for (let second = first; second <= whole.length; second++)
        expect(told(split(new FrameSplitter(), pieces(whole, [first, second])))).to.deep.equal(expected);
  });

  it('is split alike byte by byte', function () {
    const bytes = [...whole].map((byte) => Buffer.from([byte]));
    expect(told(split(new FrameSplitter(), bytes))).to.deep.equal(expected);
  });

  it('is split alike whatever is in it', function () {
    const message = fc.tuple(
      fc.constantFrom<OutputStream>('stdout', 'stderr'),
      fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
    );
    const cut = fc.array(message, { maxLength: 12 }).chain((all) => {
      const body = Buffer.concat(all.map(([stream, bytes]) => framed(stream, bytes)));
      return cutsOf(body.length).map((cuts) => ({ all, chunks: pieces(body, cuts) }));
    });
    fc.assert(
      fc.property(cut, ({ all, chunks }) => {
        const frames = told(split(new FrameSplitter(), chunks));
        expect(frames).to.deep.equal(all.map(([stream, bytes]) => `${stream}:${bytes.toString('latin1')}`));
      }),
    );
  });

  it('may come as thousands of tiny frames in one chunk', function () {
    const tiny = Buffer.concat(Array.from({ length: 50_000 }, () => framed('stdout', Buffer.from('x'))));
    expect(new FrameSplitter().push(tiny)).to.have.length(50_000);
  });

  it('gives a large frame whole, without copying it again with every chunk', function () {
    const large = framed('stdout', Buffer.alloc(32 * 1024 * 1024, 'x'));
    const splitter = new FrameSplitter();
    const before = performance.now();
    const frames: Frame[] = [];
    for (let at = 0; at < large.length; at += 65_536)
      frames.push(...splitter.push(large.subarray(at, at + 65_536)));
    expect(frames.map(({ bytes }) => bytes.length)).to.deep.equal([32 * 1024 * 1024]);
    expect(performance.now() - before).to.be.lessThan(5000);
  });

  it('has no end where a frame is cut off', function () {
    const frame = framed('stdout', Buffer.from('12345'));
    expect(split(new FrameSplitter(), [frame.subarray(0, 0)])).to.deep.equal([]);
    for (let kept = 1; kept < 8 + 5; kept++)
      expect(() => split(new FrameSplitter(), [frame, frame.subarray(0, kept)])).to.throw(RangeError);
  });

  it('is refused when a header makes no sense', function () {
    for (const bad of [header(3, 1), header(116, 1), header(1, 0xffff_ffff)])
      expect(() => new FrameSplitter().push(bad)).to.throw(RangeError);
  });
});

describe('The output of a terminal', function () {
  const stamp = (second: number): string =>
    `2026-11-23T22:15:${second.toString().padStart(2, '0')}.000000001Z `;
  const long = 'x'.repeat(16 * 1024);
  const messages = [
    `${stamp(1)}hello\r\n`,
    `${stamp(2)}\r\n`,
    `${stamp(3)}${long}`,
    `${stamp(3)}${long}`,
    `${stamp(3)}rest\r\n`,
    `${stamp(4)}${long}`,
    `${stamp(4)}\r\n`,
    `${stamp(5)}no end`,
  ];
  const whole = Buffer.from(messages.join(''));

  it('is split at the ends of lines and where the engine cut long ones', function () {
    expect(told(split(new TerminalSplitter(), [whole]))).to.deep.equal(
      messages.map((text) => `stdout:${text}`),
    );
  });

  it('is split alike wherever its chunks are cut', function () {
    fc.assert(
      fc.property(cutsOf(whole.length), (cuts) => {
        const frames = told(split(new TerminalSplitter(), pieces(whole, cuts)));
        expect(frames).to.deep.equal(messages.map((text) => `stdout:${text}`));
      }),
      { numRuns: 50 },
    );
  });

  it('is given as it is when there are no stamps in it', function () {
    const plain = Buffer.from('y'.repeat(100_000));
    const frames = split(new TerminalSplitter(), pieces(plain, [1, 16_384, 50_000]));
    expect(Buffer.concat(frames.map(({ bytes }) => bytes)).equals(plain)).to.equal(true);
  });
});

describe('A body of JSON lines', function () {
  const lines = ['{"a":1}', '', 'no json', '{"b":"é\\n"}\r', '[2]'];
  const values = [{ a: 1 }, { b: 'é\n' }, [2]];

  it('is read alike wherever its chunks are cut, with or without a last newline', async function () {
    for (const text of [lines.join('\n'), `${lines.join('\n')}\n`]) {
      const whole = Buffer.from(text);
      for (let cut = 0; cut <= whole.length; cut++)
        expect(await drained(jsonLines(bodyOf(pieces(whole, [cut]))))).to.deep.equal(values);
    }
  });

  it('is given up when a line never ends', async function () {
    const endless = Array.from({ length: 20 }, () => Buffer.alloc(1024 * 1024, 'x'));
    const failure = await drained(jsonLines(bodyOf(endless))).catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(RangeError);
  });
});

describe('A queue of chunks', function () {
  it('finds a byte from any place on', function () {
    const queue = new ChunkQueue();
    for (const text of ['ab', 'c', '', 'dbe']) queue.push(Buffer.from(text));
    const b = 'b'.charCodeAt(0);
    expect([0, 1, 2, 4, 5].map((from) => queue.indexOf(b, from))).to.deep.equal([1, 1, 4, 4, -1]);
    expect([queue.take(3), queue.take(2), queue.take(9)].map(String)).to.deep.equal(['abc', 'db', 'e']);
    expect(queue.length).to.equal(0);
  });
});

// eslint-disable-next-line @typescript-eslint/require-await -- what a body is to its reader
async function* bodyOf(chunks: readonly Buffer[]): AsyncGenerator<Buffer> {
  yield* chunks;
}
