import { expect } from 'chai';

import { formatDuration, parseDuration } from '../../../src/domain/shared/duration.js';

describe('parseDuration', function () {
  const durations: readonly (readonly [string, number])[] = [
    ['0', 0],
    ['+0', 0],
    ['-0', 0],
    ['0s', 0],
    ['1ns', 1e-6],
    ['3us', 3e-3],
    ['3µs', 3e-3],
    ['3μs', 3e-3],
    ['250ms', 250],
    ['30s', 30_000],
    ['+30s', 30_000],
    ['1.5s', 1500],
    ['1.s', 1000],
    ['.5s', 500],
    ['.25s', 250],
    ['-1.5s', -1500],
    ['3m', 180_000],
    ['2m5ms', 120_005],
    ['1h30m', 5_400_000],
    ['1h1m1s1ms', 3_661_001],
  ];
  for (const [text, ms] of durations) {
    it(`reads ${text} as ${ms.toString()} ms`, function () {
      expect(parseDuration(text)).to.equal(ms);
    });
  }

  const wrong = [
    '',
    ' ',
    '30',
    '-',
    '+',
    '.s',
    's',
    '1d',
    '30 s',
    ' 30s',
    '30s ',
    '1,5s',
    '1.5.5s',
    '--1s',
    '1e3s',
  ];
  for (const text of [...wrong, '00', '1s-1s', `${'9'.repeat(400)}h`]) {
    it(`takes "${text.slice(0, 9)}" for no duration`, function () {
      expect(parseDuration(text)).to.equal(undefined);
    });
  }
});

describe('formatDuration', function () {
  const texts: readonly (readonly [number, string])[] = [
    [0, '0ms'],
    [0.4, '0ms'],
    [250, '250ms'],
    [999, '999ms'],
    [999.4, '999ms'],
    [999.6, '1s'],
    [1000, '1s'],
    [1500, '1.5s'],
    [30_000, '30s'],
    [59_900, '59.9s'],
    [59_949, '59.9s'],
    [59_950, '1m'],
    [60_000, '1m'],
    [61_000, '1m1s'],
    [3_599_499, '59m59s'],
    [3_600_000, '1h'],
    [5_400_000, '1h30m'],
    [5_401_000, '1h30m1s'],
    [3_601_000, '1h1s'],
    [-1500, '-1.5s'],
    [-1, '-1ms'],
  ];
  for (const [ms, text] of texts) {
    it(`tells ${ms.toString()} ms as ${text}`, function () {
      expect(formatDuration(ms)).to.equal(text);
    });
  }
});
