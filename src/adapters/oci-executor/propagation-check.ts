import { fault, type RuntimeFault } from '../../domain/faults/runtime-fault.js';
import type { HostMount } from '../../domain/model/host-mount.js';
import type { Mount } from '../../domain/model/mount.js';
import type { ProcessSpec } from '../../domain/model/process-spec.js';
import type { MountTable } from '../../domain/ports/mount-table.js';

type Bind = Extract<Mount, { kind: 'bind' }>;

/**
 * Reads back what propagation the mounts of a made instance really have: neither the kernel nor an OCI runtime says a
 * word when it is less than what was asked for. `unsupported` names the first such mount.
 */
export async function propagationFault(
  { mounts }: ProcessSpec,
  pid: number,
  table: MountTable,
): Promise<RuntimeFault | undefined> {
  const asked = mounts.filter(
    (mount): mount is Bind => mount.kind === 'bind' && mount.propagation !== 'private',
  );
  if (asked.length === 0) return undefined;
  const [task, host] = await Promise.all([table.ofProcess(pid), table.list()]);
  if (!task.ok) return task.error;
  if (!host.ok) return host.error;
  for (const mount of asked) {
    const got = task.value.findLast(({ mountPoint }) => mountPoint === mount.target);
    const source = holding(mount.source, host.value);
    if (!isAsAsked(mount, got, source)) return lesser(mount, got, source);
  }
  return undefined;
}

/**
 * A mount passes mounts on in both directions when it is in the peer group of the host's. When the host's is in none, the
 * task's is shared with nobody; when it is a slave as well, and the host's is not, it only receives.
 */
function isAsAsked(
  { propagation }: Bind,
  got: HostMount | undefined,
  source: HostMount | undefined,
): boolean {
  if (got === undefined || source === undefined) return false;
  if (propagation === 'host-to-task') return got.slave;
  return got.shared && source.shared && (!got.slave || source.slave);
}

function lesser(
  { source, target, propagation }: Bind,
  got: HostMount | undefined,
  on?: HostMount,
): RuntimeFault {
  const message = `${target} was to be ${propagation}, but it is ${wordFor(got)}, over one that is ${wordFor(on)}`;
  return fault('unsupported', message, { remedy: `mount --make-rshared ${on?.mountPoint ?? source}` });
}

function wordFor(mount: HostMount | undefined): string {
  if (mount === undefined) return 'not mounted';
  const { shared, slave } = mount;
  if (shared) return slave ? 'shared and a slave' : 'shared';
  return slave ? 'a slave' : 'private';
}

const holding = (path: string, table: readonly HostMount[]): HostMount | undefined =>
  table
    .filter(({ mountPoint: at }) => at === '/' || path === at || path.startsWith(`${at}/`))
    .reduce<HostMount | undefined>(
      (best, mount) =>
        best !== undefined && best.mountPoint.length > mount.mountPoint.length ? best : mount,
      undefined,
    );
