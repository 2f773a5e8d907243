import { expect } from 'chai';

import { Bystanders } from './campaign/bystanders.js';
import { engineKinds, type FaultKind, nameOf, toolKinds } from './campaign/fault-kinds.js';
import { type Finding, Ledger } from './campaign/ledger.js';
import { makePlace, type Place } from './campaign/place.js';
import { runRound, warmUp } from './campaign/round.js';
import { scriptFrom } from './campaign/script.js';

/** What a run of CI takes its scripts from; another one is as good. */
const seed = 20_261_125;
const wantedFaults = 1000;
/** So much that two rounds do, one with each OCI runtime: a round has an end in which all but a few tasks are over. */
const size = { lanes: 12, lives: 3, faults: 800 };
/** No round begins after that, so that the last one is judged and put away within the time of the whole. */
const lastBeginningMs = 300_000;

const every: readonly FaultKind[] = [...engineKinds, ...toolKinds];

describe('Everything that can go wrong with a runtime, at once', function () {
  this.timeout(600_000);
  let place: Place;
  let bystanders: Bystanders;
  const ledger = new Ledger();
  const reject = (reason: unknown): void => {
    ledger.find('unhandled rejection', String(reason));
  };

  before(async function () {
    process.on('unhandledRejection', reject);
    place = await makePlace();
    bystanders = await Bystanders.plant(place);
    await warmUp(place, bystanders);
    const end = performance.now() + lastBeginningMs;
    for (let round = 0; performance.now() < end && !isEnough(); round++) {
      const script = scriptFrom(seed + round, size, unmet());
      await runRound(place, bystanders, script, ledger);
    }
  });
  after(async function () {
    process.off('unhandledRejection', reject);
    await bystanders.remove();
    await place.close();
    process.stdout.write(`${ledger.table(`seed ${seed.toString()}`)}\n`);
  });

  const unmet = (): readonly FaultKind[] => every.filter((kind) => !ledger.faults.has(nameOf(kind)));
  const isEnough = (): boolean => ledger.faultCount >= wantedFaults && unmet().length === 0;
  const found = (sin: Finding['sin']): readonly string[] =>
    ledger.findings.filter((finding) => finding.sin === sin).map(({ told }) => told);

  it('is met in every kind of call, a thousand times in all', function () {
    expect(unmet().map(nameOf)).to.deep.equal([]);
    expect(ledger.faultCount).to.be.at.least(wantedFaults);
  });

  it('leaves nothing behind', function () {
    expect(found('leaked')).to.deep.equal([]);
  });

  it('touches nothing of others', function () {
    expect(found('foreign touched')).to.deep.equal([]);
  });

  it('starts nothing twice', function () {
    expect(found('doubled')).to.deep.equal([]);
  });

  it('loses nothing that was told to run', function () {
    expect(found('lost')).to.deep.equal([]);
  });

  it('has no end told otherwise than it was', function () {
    expect(found('wrong exit')).to.deep.equal([]);
  });

  it('puts nothing into the output that was not printed, nor twice', function () {
    expect(found('wrong output')).to.deep.equal([]);
  });

  it('keeps nobody waiting for ever', function () {
    expect(found('hung')).to.deep.equal([]);
  });

  it('rejects no promise unheard, and leaves no file open', function () {
    expect([...found('unhandled rejection'), ...found('open file left')]).to.deep.equal([]);
  });
});
