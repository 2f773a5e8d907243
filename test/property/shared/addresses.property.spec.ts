import { isIPv4, isIPv6 } from 'node:net';

import { expect } from 'chai';
import fc from 'fast-check';

import { isIpAddress } from '../../../src/domain/shared/addresses.js';

const nearly = fc
  .array(fc.constantFrom('0', '1', '255', '256', 'ff', 'ffff', 'fffff', '.', ':', '::', '10.0.0.1'), {
    maxLength: 16,
  })
  .map((parts) => parts.join(''));

describe('An address', function () {
  it('is taken for one exactly when the platform does', function () {
    fc.assert(
      fc.property(fc.oneof(nearly, fc.ipV4(), fc.ipV6(), fc.string()), (text) => {
        expect(isIpAddress(text, 'ipv4')).to.equal(isIPv4(text));
        expect(isIpAddress(text, 'ipv6')).to.equal(isIPv6(text) && !text.includes('%'));
      }),
      { numRuns: 2000 },
    );
  });
});
