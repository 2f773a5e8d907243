import { expect } from 'chai';
import fc from 'fast-check';

import { LineAssembler } from '../../../src/adapters/cli/output/line-assembler.js';

function assembled(chunks: readonly Uint8Array[], limit = 16): readonly string[] {
  const assembler = new LineAssembler(limit);
  const lines = chunks.flatMap((chunk) => assembler.push(chunk));
  return [...lines, ...assembler.flush()].map((line) => Buffer.from(line).toString('latin1'));
}

const cut = (text: Buffer, sizes: readonly number[]): readonly Uint8Array[] => {
  let at = 0;
  const chunks = sizes.map((size) => text.subarray(at, (at += size)));
  return [...chunks, text.subarray(at)];
};

const of = (text: string): readonly Uint8Array[] => [Buffer.from(text)];

describe('assembling lines', () => {
  for (const [what, text, lines] of [
    ['a line feed', 'a\n\nb', ['a', '', 'b']],
    ['a carriage return and a line feed', 'a\r\n\r\nb', ['a', '', 'b']],
    ['a carriage return alone', '10%\r20%\r', ['10%', '20%']],
    ['each of two carriage returns', 'a\r\rb\r\r\n', ['a', '', 'b', '']],
  ] as const)
    it(`ends a line at ${what}`, () => {
      expect(assembled(of(text))).to.deep.equal(lines);
    });

  it('takes a line feed for the rest of the carriage return in the chunk before', () => {
    expect(assembled([...of('a\r'), ...of(''), ...of('\nb\r'), ...of('c')])).to.deep.equal(['a', 'b', 'c']);
  });

  it('gives lines that are too long in pieces, cut between characters', () => {
    const assembler = new LineAssembler(4);
    const pieces = assembler.push(Buffer.from('abc€def\n'));
    expect(pieces.map((piece) => Buffer.from(piece).toString())).to.deep.equal(['abc', '€d', 'ef']);
  });

  it('does not hold on to the bytes it was given', () => {
    const assembler = new LineAssembler(16);
    const chunk = Buffer.from('begun');
    assembler.push(chunk);
    chunk.fill('x');
    expect(Buffer.from(assembler.flush()[0] ?? []).toString()).to.equal('begun');
  });

  it('gives the same lines however its input was cut', () => {
    const text = fc.array(fc.constantFrom('a', '\n', '\r', '€', '\xff', 'bc'), { maxLength: 60 });
    fc.assert(
      fc.property(text, fc.array(fc.nat(9)), (parts, sizes) => {
        const whole = Buffer.concat(
          parts.map((part) => Buffer.from(part, part === '\xff' ? 'latin1' : 'utf8')),
        );
        expect(assembled(cut(whole, sizes), 1000)).to.deep.equal(assembled([whole], 1000));
        const expected = whole.toString('latin1').split(/\r\n|\n|\r/);
        expect(assembled([whole], 1000)).to.deep.equal(
          expected.at(-1) === '' ? expected.slice(0, -1) : expected,
        );
      }),
    );
  });

  it('loses no byte of long lines and holds no more than its limit', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }),
        fc.array(fc.nat(30)),
        fc.integer({ min: 4, max: 20 }),
        (raw, sizes, limit) => {
          const bytes = Buffer.from(raw.map((byte) => (byte === 10 || byte === 13 ? 65 : byte)));
          const pieces = assembled(cut(bytes, sizes), limit);
          expect(pieces.join('')).to.equal(bytes.toString('latin1'));
          for (const piece of pieces) expect(piece.length).to.be.at.most(limit);
        },
      ),
    );
  });
});
