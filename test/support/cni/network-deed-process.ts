import { writeSync } from 'node:fs';

import { CniNetworks } from '../../../src/adapters/cni/cni-networks.js';
import { programRunner } from '../../../src/adapters/cni/run-program.js';
import { ProcfsProcessTable } from '../../../src/adapters/procfs/procfs-process-table.js';
import { hostClock } from '../host-clock.js';
import { mortal } from './network-death.js';
import type { NetworkDeed } from './network-deed.js';

/** Makes or removes one network, says what programs it ran, and that it has done so; or dies on the way. */
const deed = JSON.parse(process.argv[2] ?? '') as NetworkDeed;
const say = (text: string): number => writeSync(1, `${text}\n`);
const run = mortal(programRunner(deed.prefix), deed.death, say);
const networks = new CniNetworks(deed.settings, {
  clock: hostClock,
  processes: new ProcfsProcessTable(),
  run,
});
const never = new AbortController().signal;
const { plan } = deed;
const done = deed.what === 'add' ? await networks.add(plan, never) : await networks.remove(deed.id, never);
say(done.ok ? 'done' : done.error.message);
