import { expect } from 'chai';
import fc from 'fast-check';

import { valueOf } from '../../../src/testing/expect-result.js';
import { makeLogDirectory, somewhere } from './log-directory.js';

const newline = 0x0a;
const lines = fc.array(
  fc.uint8Array({ maxLength: 12 }).map((line) => [...line.filter((byte) => byte !== newline), newline]),
  {
    maxLength: 25,
  },
);
/** One text of lines, the last of them ended or not, cut into chunks anywhere. */
const chunked = fc.tuple(lines, fc.array(fc.nat(40)), fc.boolean()).map(([all, sizes, ended]) => {
  const whole = Buffer.from(all.flat());
  return cut(ended ? whole : whole.subarray(0, -1), sizes);
});

function cut(text: Buffer, sizes: readonly number[]): readonly Buffer[] {
  const chunks: Buffer[] = [];
  let at = 0;
  for (const size of sizes) {
    chunks.push(text.subarray(at, at + size));
    at += size;
  }
  return [...chunks, text.subarray(at)];
}

describe('rotating task logs', () => {
  it('gives back what was written, however it was cut into chunks and files', async () => {
    await fc.assert(
      fc.asyncProperty(chunked, fc.integer({ min: 1, max: 40 }), async (chunks, maxFileBytes) => {
        const logs = await makeLogDirectory();
        try {
          const log = await logs.open({ maxFiles: 1000, maxFileBytes });
          for (const chunk of chunks) valueOf(await log.write('stdout', chunk, somewhere));
          await log.close();
          expect(Buffer.concat(await logs.contents()).equals(Buffer.concat(chunks))).to.equal(true);
        } finally {
          await logs.remove();
        }
      }),
      { numRuns: 60 },
    );
  });

  it('never holds more than allowed, loses only the oldest lines, and cuts only what no file could hold', async () => {
    const bounds = fc.record({
      maxFiles: fc.integer({ min: 1, max: 4 }),
      maxFileBytes: fc.integer({ min: 13, max: 40 }),
    });
    await fc.assert(
      fc.asyncProperty(chunked, bounds, fc.boolean(), async (chunks, policy, reopens) => {
        const logs = await makeLogDirectory();
        try {
          let log = await logs.open(policy);
          for (const chunk of chunks) {
            valueOf(await log.write('stdout', chunk, somewhere));
            if (reopens) {
              await log.close();
              log = await logs.open(policy);
            }
            const files = await logs.contents();
            expect(files.length).to.be.at.most(policy.maxFiles);
            for (const file of files) expect(file.length).to.be.at.most(policy.maxFileBytes);
          }
          await log.close();
          const files = await logs.contents();
          const kept = Buffer.concat(files);
          const all = Buffer.concat(chunks);
          expect(all.subarray(all.length - kept.length).equals(kept)).to.equal(true);
          const ends = [...files.slice(0, -1), all.subarray(0, all.length - kept.length)].filter(
            ({ length }) => length > 0,
          );
          for (const end of ends) expect(end.at(-1)).to.equal(newline);
        } finally {
          await logs.remove();
        }
      }),
      { numRuns: 60 },
    );
  });
});
