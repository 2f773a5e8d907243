import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { OciExecutor, type OciExecutorPorts } from '../../../src/adapters/oci-executor/oci-executor.js';
import { defaultRootDirectories } from '../../../src/adapters/oci-executor/root-filesystem.js';
import {
  defaultLogBounds,
  defaultMakingBoundMs,
  type OciSettings,
} from '../../../src/adapters/oci-executor/settings.js';
import { HostBindStaging } from '../../../src/adapters/bind-staging/host-bind-staging.js';
import { ProcfsCgroups } from '../../../src/adapters/procfs/procfs-cgroups.js';
import { ProcfsMountTable } from '../../../src/adapters/procfs/procfs-mount-table.js';
import { ProcfsProcessTable } from '../../../src/adapters/procfs/procfs-process-table.js';
import { hostClock } from '../host-clock.js';

export const ociRuntimeNames = ['runc', 'crun'] as const;
export type OciRuntimeName = (typeof ociRuntimeNames)[number];

/** The host that an executor needs, as it is. */
export const hostPorts = (): OciExecutorPorts => ({
  processes: new ProcfsProcessTable(),
  cgroups: new ProcfsCgroups(hostClock),
  mounts: new ProcfsMountTable(),
  binds: new HostBindStaging(new ProcfsMountTable()),
  clock: hostClock,
});

/** An executor whose run directory is `directory`, over one OCI runtime of this host. */
export async function anExecutor(
  directory: string,
  runtime: OciRuntimeName,
  over: Partial<OciSettings> = {},
): Promise<OciExecutor> {
  const ports = hostPorts();
  const settings: OciSettings = {
    runDirectory: join(directory, 'run'),
    outputDirectory: join(directory, 'output'),
    runtime,
    runtimePath: await runtimePathHere(directory, runtime, ports),
    conmonPath: undefined,
    rootDirectories: defaultRootDirectories,
    logs: defaultLogBounds,
    makingBoundMs: defaultMakingBoundMs,
    ...over,
  };
  return new OciExecutor(settings, ports);
}

/** How a runtime is to be run on this host; undefined: by its name. What it takes is written to `directory`. */
export const runtimePathHere = async (
  directory: string,
  runtime: OciRuntimeName,
  ports: Pick<OciExecutorPorts, 'cgroups' | 'mounts'> = hostPorts(),
): Promise<string | undefined> => (runtime === 'crun' ? await crunHere(directory, ports) : undefined);

/**
 * crun refuses hosts with both versions of control groups. Where the second one is out of its sight it sees a host of
 * version 1, on which it works.
 */
async function crunHere(
  directory: string,
  { cgroups, mounts }: Pick<OciExecutorPorts, 'cgroups' | 'mounts'>,
): Promise<string | undefined> {
  if ((await cgroups.mode()) !== 'hybrid') return undefined;
  const table = await mounts.list();
  const unified = table.ok && table.value.find(({ fileSystem }) => fileSystem === 'cgroup2')?.mountPoint;
  const path = join(directory, 'crun');
  await writeFile(path, crunScript(unified === false ? undefined : unified));
  await chmod(path, 0o755);
  return path;
}

const crunScript = (unified = ''): string => `#!/bin/sh
exec unshare --mount --propagation unchanged sh -c 'umount "$0" && exec crun "$@"' ${unified} "$@"
`;
