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

/**
 * Ends the making of an instance of which nobody has noted the first process. It may go on without whoever began it: a
 * monitor, or an OCI runtime whose monitor is gone, would make anew what is being taken off the host.
 */
export async function endMaking(
  id: InstanceId,
  run: RunPaths,
  { clock, processes }: { readonly clock: Clock; readonly processes: ProcessTable },
): Answer<undefined> {
  if (await isThere(bundlePaths(run, id).task)) return done;
  const patientUntil = clock.steady() + dyingBoundMs;
  for (let waitMs = 1; ; waitMs = Math.min(waitMs * 2, 50)) {
    const makers = await processes.bearing([id, rootArgument(run)]);
    if (!makers.ok) return makers;
    const [first] = makers.value;
    if (first === undefined) return done;
    if (clock.steady() > patientUntil) return err(outlives(`what makes ${id}`, first));
    for (const maker of makers.value) await processes.signal(maker, 'SIGKILL');
    await clock.sleep(waitMs, never);
  }
}

export const outlives = (what: string, { pid }: ProcessIdentity): RuntimeFault =>
  fault('internal', `${what}, process ${pid.toString()}, outlives SIGKILL`);
