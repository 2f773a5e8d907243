import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';

import { Bystanders } from './bystanders.js';
import { Ledger } from './ledger.js';
import { minimise } from './minimise.js';
import { makePlace, type Place } from './place.js';
import { runRound, warmUp } from './round.js';
import { type Script, scriptFrom, type Size } from './script.js';

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    minutes: { type: 'string', default: '30' },
    faults: { type: 'string', default: 'Infinity' },
    replay: { type: 'string' },
    times: { type: 'string', default: '1' },
  },
});

const size: Size = { lanes: 12, lives: 4, faults: 1200 };

const say = (words: string): void => {
  process.stdout.write(`${words}\n`);
};

/** Round after round, each out of the next number after the seed, until so many faults were met or the time is over. */
async function campaign(place: Place, bystanders: Bystanders, ledger: Ledger, seed: number): Promise<void> {
  const end = performance.now() + Number(values.minutes) * 60_000;
  for (let round = 0; ledger.faultCount < Number(values.faults) && performance.now() < end; round++) {
    const script = scriptFrom(seed + round, size);
    const known = ledger.findings.length;
    const began = performance.now();
    await runRound(place, bystanders, script, ledger);
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    say(
      `seed ${(seed + round).toString()}, ${script.runtime}: ${ledger.faultCount.toString()} faults, ${seconds} s`,
    );
    const found = ledger.findings.slice(known);
    for (const { sin, told } of found) say(`  ${sin}: ${told}`);
    const [first] = found;
    if (first === undefined) continue;
    const fails = async (smaller: Script): Promise<boolean> => {
      const trial = new Ledger();
      await runRound(place, bystanders, smaller, trial);
      return trial.findings.some(({ sin }) => sin === first.sin);
    };
    say(`the smallest script that was seen to end so:\n${JSON.stringify(await minimise(script, fails))}`);
  }
}

async function replay(place: Place, bystanders: Bystanders, ledger: Ledger, path: string): Promise<void> {
  const script = JSON.parse(await readFile(path, 'utf8')) as Script;
  for (let time = 0; time < Number(values.times); time++) {
    const known = ledger.findings.length;
    await runRound(place, bystanders, script, ledger);
    for (const { sin, told } of ledger.findings.slice(known)) say(`  ${sin}: ${told}`);
  }
}

async function main(): Promise<number> {
  const seed = Number(values.seed ?? Date.now() % 2 ** 31);
  const ledger = new Ledger();
  process.on('unhandledRejection', (reason) => {
    ledger.find('unhandled rejection', String(reason));
  });
  const place = await makePlace();
  const bystanders = await Bystanders.plant(place);
  await warmUp(place, bystanders);
  if (values.replay === undefined) await campaign(place, bystanders, ledger, seed);
  else await replay(place, bystanders, ledger, values.replay);
  await bystanders.remove();
  await place.close();
  say(ledger.table(values.replay ?? `seed ${seed.toString()}`));
  return ledger.findings.length === 0 ? 0 : 1;
}

process.exitCode = await main();
