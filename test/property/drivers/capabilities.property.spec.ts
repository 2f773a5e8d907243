import { expect } from 'chai';
import fc from 'fast-check';

import {
  allCapabilities,
  calculateCapabilities,
  capabilityDelta,
  engineDefaults,
  expand,
  notAllowed,
} from '../../../src/domain/drivers/capabilities.js';

const names = fc.oneof(
  { weight: 4, arbitrary: fc.subarray([...allCapabilities]) },
  fc.subarray([...allCapabilities]).map((some) => [...some, 'all']),
);
const wish = fc.record({ add: names, drop: names });

/** What an engine makes of it: what is both added and dropped is added. */
const engine = ({ add, drop }: ReturnType<typeof capabilityDelta>): readonly string[] => {
  const dropped = expand(drop);
  return [...new Set([...engineDefaults.filter((name) => !dropped.includes(name)), ...expand(add)])].sort();
};

describe('Capabilities', function () {
  it('are never more than the operator allows, by either way', function () {
    fc.assert(
      fc.property(names, wish, (allow, wanted) => {
        const allowed = expand(allow);
        expect(allowed).to.include.members([...calculateCapabilities(allow, wanted)]);
        expect(allowed).to.include.members([...engine(capabilityDelta(allow, wanted))]);
      }),
    );
  });

  it('come out of an engine with all that is added, and nothing else that is dropped', function () {
    fc.assert(
      fc.property(names, wish, (allow, wanted) => {
        fc.pre(notAllowed(wanted.add, allow).length === 0);
        const got = engine(capabilityDelta(allow, wanted));
        const added = expand(wanted.add);
        expect(got).to.include.members([...added]);
        for (const name of expand(wanted.drop)) if (!added.includes(name)) expect(got).to.not.include(name);
      }),
    );
  });

  it('are the same by either way, but for raw sockets that an engine gives of its own accord', function () {
    fc.assert(
      fc.property(names, wish, (allow, wanted) => {
        const engines = engine(capabilityDelta(allow, wanted));
        const ours = calculateCapabilities(allow, wanted);
        const less = (list: readonly string[]): readonly string[] =>
          list.filter((name) => name !== 'net_raw');
        expect(less(engines)).to.deep.equal(less(ours));
      }),
    );
  });

  it('do not depend on the order in which they are asked for', function () {
    fc.assert(
      fc.property(names, wish, (allow, { add, drop }) => {
        const turned = { add: [...add].reverse(), drop: [...drop].reverse() };
        expect(capabilityDelta(allow, turned)).to.deep.equal(capabilityDelta(allow, { add, drop }));
        expect(calculateCapabilities([...allow].reverse(), turned)).to.deep.equal(
          calculateCapabilities(allow, { add, drop }),
        );
      }),
    );
  });
});
