import { expect } from 'chai';

import { callsOf } from '../support/faults/spoilt-tools.js';
import { engineKinds, nameOf, toolKinds } from './campaign/fault-kinds.js';
import { minimise } from './campaign/minimise.js';
import { type Script, scriptFrom } from './campaign/script.js';

const size = { lanes: 6, lives: 2, faults: 200 };

describe('A script of a campaign', function () {
  it('is the same for the same seed, and another for another', function () {
    expect(scriptFrom(7, size)).to.deep.equal(scriptFrom(7, size));
    expect(scriptFrom(7, size)).not.to.deep.equal(scriptFrom(8, size));
  });

  it('has every kind of fault that is wanted, of images with what makes one be looked for', function () {
    const wanted = [...engineKinds, ...toolKinds];
    const onRuntimes = [7, 8].map((seed) =>
      scriptFrom(seed, { ...size, faults: 0 }, wanted).faults.map(nameOf),
    );
    const [planned = []] = onRuntimes;
    expect(onRuntimes.flat()).to.include.members(wanted.map(nameOf));
    const denied = planned.filter((name) => name === 'engine create: deny');
    expect(denied).to.have.lengthOf(1 + wanted.filter(({ call }) => call === 'image').length);
  });

  it('lets no call pass before a fault that is wanted', function () {
    const { faults } = scriptFrom(7, { ...size, faults: 0 }, engineKinds);
    expect(faults.filter(({ skip }) => skip > 0)).to.deep.equal([]);
  });

  it('breaks the tools of the runtime that it is on, and those of the other in the next', function () {
    const called = (seed: number): ReadonlySet<string> =>
      new Set(scriptFrom(seed, size, [...engineKinds, ...toolKinds]).faults.map(({ call }) => call));
    expect([...called(8)].filter((call) => /^(runc|crun) /.test(call))).to.have.members(callsOf('runc'));
    expect([...called(9)].filter((call) => /^(runc|crun) /.test(call))).to.have.members(callsOf('crun'));
  });

  it('is cut down to what makes it fail', async function () {
    const script = scriptFrom(7, size);
    const culprit = script.faults[123];
    const fails = ({ lanes, faults }: Script): Promise<boolean> =>
      Promise.resolve(
        lanes.some(({ driver, lives }) => driver === 'docker' && lives.length > 0) &&
          faults.some((fault) => fault === culprit),
      );
    const smallest = await minimise(script, fails);
    expect(smallest.faults).to.deep.equal([culprit]);
    expect(smallest.lanes.map(({ driver, lives }) => [driver, lives.length])).to.deep.equal([['docker', 1]]);
  });

  it('is left as it is when nothing smaller fails', async function () {
    const script = scriptFrom(7, size);
    expect(await minimise(script, () => Promise.resolve(false))).to.deep.equal(script);
  });
});
