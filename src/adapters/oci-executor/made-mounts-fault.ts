import { fault, type RuntimeFault } from '../../domain/faults/runtime-fault.js';
import type { ProcessSpec } from '../../domain/model/process-spec.js';
import { shortcomingOf } from '../../domain/mounts/made-mounts.js';
import type { MountTable } from '../../domain/ports/mount-table.js';

/**
 * Reads back what a made instance has mounted: neither the kernel nor an OCI runtime says a word when it is less than what
 * was asked for. `unsupported` names the first such mount, with what it was to be and what it is.
 */
export async function madeMountsFault(
  { mounts }: ProcessSpec,
  pid: number,
  table: MountTable,
): Promise<RuntimeFault | undefined> {
  const asked = mounts.filter((mount) => mount.kind === 'bind');
  if (asked.length === 0) return undefined;
  const made = await table.made(pid, asked);
  if (!made.ok) return made.error;
  const { binds, task, host } = made.value;
  const targets = mounts.map(({ target }) => target);
  const found = shortcomingOf(binds, { task, host, targets, recursive: true, hasBegun: false });
  return found === undefined ? undefined : fault('unsupported', found.message, about(found.remedy));
}

const about = (remedy: string | undefined): { readonly remedy?: string } =>
  remedy === undefined ? {} : { remedy };
