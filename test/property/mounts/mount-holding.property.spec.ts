import { expect } from 'chai';
import fc from 'fast-check';

import type { HostMount } from '../../../src/domain/model/host-mount.js';
import { mountHolding } from '../../../src/domain/mounts/mount-holding.js';
import { aHostMount } from '../../support/builders/a-host-mount.js';

const path = fc
  .array(fc.constantFrom('a', 'b', 'data', 'database'), { maxLength: 4 })
  .map((parts) => `/${parts.join('/')}`);
const table = fc
  .array(path, { maxLength: 8 })
  .map((points) =>
    points.map((mountPoint, index) => aHostMount(mountPoint, { fileSystem: index.toString() })),
  );

/** Up from the path to the root, at each step from the last mount to the first. */
function bySteps(from: string, mounts: readonly HostMount[]): HostMount | undefined {
  const found = [...mounts].reverse().find(({ mountPoint }) => mountPoint === from);
  if (found !== undefined || from === '/') return found;
  const up = from.slice(0, from.lastIndexOf('/'));
  return bySteps(up === '' ? '/' : up, mounts);
}

describe('The mount that a path lies on', function () {
  it('is the first that is met on the way up', function () {
    fc.assert(
      fc.property(path, table, (from, mounts) => {
        expect(mountHolding(from, mounts)).to.equal(bySteps(from, mounts));
      }),
      { numRuns: 500 },
    );
  });
});
