import { expect } from 'chai';

import { Ledger, sins } from './campaign/ledger.js';

describe('The ledger of a campaign', function () {
  it('tells how often each sin was found, also those that never were', function () {
    const ledger = new Ledger();
    ledger.find('leaked', 'a container');
    ledger.find('leaked', 'a process');
    const lines = ledger.table('seed 7').split('\n');
    expect(lines).to.include.members(['leaked: 2', ...sins.slice(1).map((sin) => `${sin}: 0`)]);
  });

  it('tells what was held at first and in the end, of each kind', function () {
    const ledger = new Ledger();
    ledger.holds(new Map([['open: socket', 3]]));
    ledger.holds(new Map([['open: socket', 9]]));
    ledger.holds(
      new Map([
        ['open: pipe', 1],
        ['open: socket', 4],
      ]),
    );
    const lines = ledger
      .table('seed 7')
      .split('\n')
      .map((line) => line.trim().split(/\s{2,}/));
    expect(lines).to.deep.include.members([
      ['0', '1', 'open: pipe'],
      ['3', '4', 'open: socket'],
    ]);
  });

  it('ends with how many faults there were, out of what, in which time', function () {
    const ledger = new Ledger();
    for (const name of ['conmon: kill', 'conmon: kill', 'crun start: fail']) ledger.fault(name);
    expect(ledger.table('seed 7').split('\n').at(-1)).to.equal('3 faults, seed 7, 0.0 minutes');
  });
});
