import { expect } from 'chai';

import { crashCycle, programsOf } from '../support/cni/crash-cycle.js';
import { NetworkHost } from '../support/cni/network-host.js';

const cycles = Number(process.env['WHARF_NETWORK_CYCLES'] ?? '1000');
/** No program takes longer here, but for a moment now and then. */
const mostMs = 60;

describe('A thousand networks', function () {
  this.timeout(3_600_000);
  let host: NetworkHost;

  beforeEach(async function () {
    host = await NetworkHost.make();
  });
  afterEach(async function () {
    await host.dispose();
  });

  it('leave nothing, at whatever moment who makes or removes them is killed', async function () {
    const steps = { add: await programsOf(host, 'add'), remove: await programsOf(host, 'remove') };
    for (let cycle = 0; cycle < cycles; cycle++) {
      const what = cycle % 2 === 0 ? 'add' : 'remove';
      const program = 1 + (Math.floor(cycle / 2) % (steps[what].length - 1));
      const when = cycle % 7 === 0 ? 'before' : ({ amidMs: (cycle * 13) % mostMs } as const);
      expect(await crashCycle(host, what, { program, when })).to.deep.equal([]);
    }
  });
});
