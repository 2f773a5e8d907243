import { HarmedGroup } from '../support/networks/harmed-group.js';
import { harms } from '../support/networks/harm.js';

describe('A group with a network of its own', function () {
  this.timeout(240_000);
  let group: HarmedGroup;

  before(async function () {
    group = await HarmedGroup.start();
  });
  after(async function () {
    await group.leave();
  });

  for (const harm of harms)
    it(`is whole again after its ${harm} was killed`, async function () {
      await group.harm(harm);
      await group.settled();
    });

  it('is whole again after all of them were killed, one right after the other', async function () {
    for (const harm of harms) await group.harm(harm);
    await group.settled();
  });
});
