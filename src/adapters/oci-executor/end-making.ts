import { fault, type RuntimeFault } from '../../domain/faults/runtime-fault.js';
import type { InstanceId } from '../../domain/model/ids.js';
import type { Clock } from '../../domain/ports/clock.js';
import type { ProcessIdentity, ProcessTable } from '../../domain/ports/process-table.js';
import type { Answer } from '../../domain/ports/runtime.js';
import { done, err } from '../../domain/shared/result.js';
import { bundlePaths, rootArgument, type RunPaths } from './bundle.js';
import { isThere } from './observer.js';

/** Milliseconds that what was killed may live on: while it sleeps where no signal reaches it. */
export const dyingBoundMs = 10_000;
const never = new AbortController().signal;

export interface EndingPorts {
  readonly clock: Clock;
  readonly processes: ProcessTable;
}

/**
 * Ends the making of an instance of which nobody has noted the first process. It may go on without whoever began it: a
 * monitor, or an OCI runtime whose monitor is gone, would make anew what is being taken off the host.
 */
export async function endMaking(id: InstanceId, run: RunPaths, ports: EndingPorts): Answer<undefined> {
  if (await isThere(bundlePaths(run, id).task)) return done;
  return endBearing([id, rootArgument(run)], `what makes ${id}`, ports);
}

/** Kills all processes that have these texts as arguments, until there is none. */
export async function endBearing(
  texts: readonly string[],
  what: string,
  { clock, processes }: EndingPorts,
): Answer<undefined> {
  const patientUntil = clock.steady() + dyingBoundMs;
  for (let waitMs = 1; ; waitMs = Math.min(waitMs * 2, 50)) {
    const bearing = await processes.bearing(texts);
    if (!bearing.ok) return bearing;
    const [first] = bearing.value;
    if (first === undefined) return done;
    if (clock.steady() > patientUntil) return err(outlives(what, first));
    for (const one of bearing.value) await processes.signal(one, 'SIGKILL');
    await clock.sleep(waitMs, never);
  }
}

export const outlives = (what: string, { pid }: ProcessIdentity): RuntimeFault =>
  fault('internal', `${what}, process ${pid.toString()}, outlives SIGKILL`);
