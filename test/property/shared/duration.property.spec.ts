import { expect } from 'chai';
import fc from 'fast-check';

import { formatDuration, parseDuration } from '../../../src/domain/shared/duration.js';

/** How exactly a duration is told: finer for shorter ones. */
const step = (ms: number): number => (ms < 1000 ? 1 : ms < 60_000 ? 100 : 1000);

describe('A duration that is told', function () {
  it('is read back as what it was, to within half a step', function () {
    fc.assert(
      fc.property(fc.integer({ min: -1e12, max: 1e12 }), (ms) => {
        const back = parseDuration(formatDuration(ms));
        expect(Math.abs((back ?? NaN) - ms)).to.be.at.most(step(Math.abs(ms)) / 2);
      }),
    );
  });

  it('is told the same once more after it was read back', function () {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e10 }), (ms) => {
        const text = formatDuration(ms);
        expect(formatDuration(parseDuration(text) ?? NaN)).to.equal(text);
      }),
    );
  });

  it('is the sum of its parts', function () {
    const part = fc.tuple(fc.nat(999), fc.constantFrom('ms', 's', 'm', 'h'));
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 5 }), (parts) => {
        const texts = parts.map(([amount, unit]) => `${amount.toString()}${unit}`);
        const sum = texts.reduce((total, text) => total + (parseDuration(text) ?? NaN), 0);
        expect(parseDuration(texts.join(''))).to.equal(sum);
      }),
    );
  });
});
