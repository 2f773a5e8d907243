import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { HostBindStaging } from '../../../src/adapters/bind-staging/host-bind-staging.js';
import { ProcfsCgroups } from '../../../src/adapters/procfs/procfs-cgroups.js';
import { ProcfsMountTable } from '../../../src/adapters/procfs/procfs-mount-table.js';
import { ProcfsProcessTable } from '../../../src/adapters/procfs/procfs-process-table.js';
import { hostClock } from '../host-clock.js';

const mounts = new ProcfsMountTable();

/** This host, on which the engines of the tests run. A test that stages binds has a run directory of its own. */
export const engineHost = {
  processes: new ProcfsProcessTable(),
  cgroups: new ProcfsCgroups(hostClock),
  mounts,
  binds: new HostBindStaging(mounts),
  runDirectory: join(tmpdir(), `wharf-test-run-${process.pid.toString()}`),
};
