import { constants } from 'node:os';

import { expect } from 'chai';

import { parseSignal, signalName, signalNames, signalNumber } from '../../../src/domain/model/signals.js';

describe('Signals', function () {
  it('have the numbers that this kernel gives them', function () {
    for (const name of signalNames) expect(signalNumber(name), name).to.equal(constants.signals[name]);
  });

  it('are 1 to 31, each once', function () {
    expect(signalNames.map(signalNumber)).to.deep.equal(Array.from({ length: 31 }, (_, index) => index + 1));
  });

  it('are found by number, and nothing by other numbers', function () {
    expect(signalName(15)).to.equal('SIGTERM');
    expect(signalName(0)).to.equal(undefined);
    expect(signalName(32)).to.equal(undefined);
  });
});

describe('parseSignal', function () {
  for (const text of ['SIGTERM', 'TERM', 'sigterm', 'term', 'SigTerm'])
    it(`takes "${text}" for SIGTERM`, function () {
      expect(parseSignal(text)).to.equal('SIGTERM');
    });

  for (const text of ['', 'SIG', '15', 'SIGSIGTERM', 'TERMINATE', ' TERM', 'constructor'])
    it(`takes "${text}" for none`, function () {
      expect(parseSignal(text)).to.equal(undefined);
    });
});
