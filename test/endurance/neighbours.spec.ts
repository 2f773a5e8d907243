import { expect } from 'chai';

import { eventually } from '../../src/testing/eventually.js';
import { Neighbours } from '../support/wharf/neighbours.js';

const tasksEach = 50;
/** The first pass of an agent comes once the grace of a minute is over; then they come each second, for two minutes. */
const lastsMs = 60_000 + 120_000;

describe('Two agents on one engine for two minutes of passes', function () {
  this.timeout(600_000);
  let neighbours: Neighbours;

  before(async function () {
    neighbours = await Neighbours.moveIn(tasksEach);
  });
  after(() => neighbours.moveOut());

  it('lose no container', async function () {
    const before = await neighbours.sightings();
    expect(before).to.have.length(2 * tasksEach);
    const until = performance.now() + lastsMs;
    await eventually(() => performance.now() > until, lastsMs + 10_000);
    expect(await neighbours.sightings()).to.deep.equal(before);
    await neighbours.expectAtRest();
    expect(await neighbours.reconcile()).to.deep.equal([]);
  });
});
