import { expect } from 'chai';

import { Neighbours } from '../support/wharf/neighbours.js';

describe('Two agents on one engine', function () {
  this.timeout(120_000);
  let neighbours: Neighbours;

  before(async function () {
    neighbours = await Neighbours.moveIn(5);
  });
  after(() => neighbours.moveOut());

  it('touch nothing of each other, however often they go through the host', async function () {
    const before = await neighbours.sightings();
    expect(before).to.have.length(10);
    for (let pass = 0; pass < 10; pass += 1) expect(await neighbours.reconcile()).to.deep.equal([]);
    expect(await neighbours.sightings()).to.deep.equal(before);
    await neighbours.expectAtRest();
  });

  it('leave alone what runs when one of them has lost its memory', async function () {
    const before = await neighbours.sightings();
    await neighbours.forget();
    for (let pass = 0; pass < 3; pass += 1) expect(await neighbours.reconcile()).to.deep.equal([]);
    expect(await neighbours.sightings()).to.deep.equal(before);
  });
});
