import { expect } from 'chai';

import { isJsonObject } from '../../../src/domain/shared/json.js';
import { lookup } from '../../../src/domain/shared/record.js';

describe('lookup', function () {
  it('finds what the record has', function () {
    expect(lookup({ a: 1 }, 'a')).to.equal(1);
  });

  it('never finds what every object has', function () {
    for (const name of ['constructor', 'toString', '__proto__']) expect(lookup({}, name)).to.equal(undefined);
  });
});

describe('isJsonObject', function () {
  it('is true of objects alone', function () {
    expect(isJsonObject({})).to.equal(true);
    for (const value of [undefined, null, [], '', 'a', 0, 1, true])
      expect(isJsonObject(value)).to.equal(false);
  });
});
