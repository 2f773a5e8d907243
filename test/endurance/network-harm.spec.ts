import { HarmedGroup } from '../support/networks/harmed-group.js';
import { type Harm, harms } from '../support/networks/harm.js';

const orders = 50;
const seed = 20_261_126;

/** The same for one seed; see mulberry32. */
function* random(state: number): Generator<number, never> {
  for (;;) {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    yield ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
}

describe(`A group with a network of its own, over ${orders.toString()} orders`, function () {
  this.timeout(3_000_000);
  let group: HarmedGroup;

  before(async function () {
    group = await HarmedGroup.start();
  });
  after(async function () {
    await group.leave();
  });

  it('is whole again whatever was killed, in whatever order', async function () {
    const numbers = random(seed);
    for (let order = 0; order < orders; order += 1) {
      const ranked = harms.map((harm) => [numbers.next().value, harm] as const);
      const shuffled: readonly Harm[] = ranked.sort(([a], [b]) => a - b).map(([, harm]) => harm);
      for (const harm of shuffled) await group.harm(harm);
      await group.settled();
    }
  });
});
