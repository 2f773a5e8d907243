import { ProcfsCgroups } from '../../../src/adapters/procfs/procfs-cgroups.js';
import { ProcfsProcessTable } from '../../../src/adapters/procfs/procfs-process-table.js';
import { hostClock } from '../host-clock.js';

/** This host, on which the engines of the tests run. */
export const engineHost = { processes: new ProcfsProcessTable(), cgroups: new ProcfsCgroups(hostClock) };
