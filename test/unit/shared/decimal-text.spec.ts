import { expect } from 'chai';

import { decimalText } from '../../../src/domain/shared/decimal-text.js';

describe('the digits of a number', () => {
  const spelled: readonly (readonly [number, string])[] = [
    [0, '0'],
    [-12.5, '-12.5'],
    [1e-7, '0.0000001'],
    [-1.25e-9, '-0.00000000125'],
    [1e20, '100000000000000000000'],
    [1e21, '1000000000000000000000'],
    [-1.5e22, '-15000000000000000000000'],
  ];
  for (const [number, text] of spelled)
    it(`are spelled without an exponent: ${number.toString()}`, () => {
      expect(decimalText(number)).to.equal(text);
    });
});
