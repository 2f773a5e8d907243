import { expect } from 'chai';

import { raceBinds } from '../support/binds/bind-race.js';

describe('binds whose source is renamed all the time', function () {
  this.timeout(60 * 60_000);

  it('never lead out of where they are kept to, in 100,000 tries', async function () {
    const { staged, refused, escapes } = await raceBinds(100_000);
    console.log(`staged ${staged.toString()}, refused ${refused.toString()}, escapes ${escapes.toString()}`);
    expect(escapes).to.equal(0);
    expect(staged).to.be.greaterThan(0);
    expect(refused).to.be.greaterThan(0);
  });
});
