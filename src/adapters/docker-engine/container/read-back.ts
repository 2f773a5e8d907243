import { fault, type RuntimeFault } from '../../../domain/faults/runtime-fault.js';
import type { InstanceId } from '../../../domain/model/ids.js';
import type { Mount } from '../../../domain/model/mount.js';
import { type Shortcoming, shortcomingOf } from '../../../domain/mounts/made-mounts.js';
import type { MadeView } from '../../../domain/ports/mount-table.js';
import type { Answer } from '../../../domain/ports/runtime.js';
import { err, ok, type Result } from '../../../domain/shared/result.js';
import type { EngineHost } from '../exec/exec-processes.js';

/** A container that was seen to run, and what it was to mount. */
export interface Started {
  readonly id: InstanceId;
  readonly pid: number;
  readonly mounts: readonly Mount[];
}

/** What was read: that it is as it was to be, what it lacks, or that it has ended while it was read. */
export type ReadBack = 'as-asked' | 'ended' | Shortcoming;

/**
 * Reads back what a container has mounted: an engine says nothing when it is less than what was asked for. A table that
 * others change while it is read may lack what is there, so a shortcoming counts when it was read twice. `unsupported`: its
 * process is not to be seen from here.
 */
export async function readBack(started: Started, host: EngineHost): Answer<ReadBack> {
  const read = await readOnce(started, host);
  return read.ok && typeof read.value === 'object' ? readOnce(started, host) : read;
}

async function readOnce({ id, pid, mounts }: Started, host: EngineHost): Answer<ReadBack> {
  const [group, first] = await Promise.all([host.cgroups.groupOf(pid), host.processes.identify(pid)]);
  if (!first.ok) return first;
  if (!group.ok) return group;
  if (group.value?.includes(id) !== true || first.value === undefined)
    return err(fault('unsupported', 'its processes are not to be seen from here'));
  const binds = mounts.filter((mount) => mount.kind === 'bind');
  const made = await host.mounts.made(pid, binds);
  // What is read of a process that ends meanwhile is of nobody, or of another one that got its pid.
  const lives = await host.processes.isAlive(first.value);
  if (!lives.ok) return lives;
  if (!lives.value) return ok('ended');
  return judged(made, mounts);
}

function judged(
  made: Result<MadeView, RuntimeFault>,
  mounts: readonly Mount[],
): Result<ReadBack, RuntimeFault> {
  // A process lets go of its mounts a while before it counts as ended: of the last one in there the kernel clears up first.
  if (!made.ok) return made.error.kind === 'not-found' ? ok('ended') : made;
  const { task, host, binds } = made.value;
  const targets = mounts.map(({ target }) => target);
  const scene = { task, host, targets, recursive: false, hasBegun: true };
  return ok(shortcomingOf(binds, scene) ?? 'as-asked');
}
