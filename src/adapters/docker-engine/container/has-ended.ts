import { fault } from '../../../domain/faults/runtime-fault.js';
import type { Instance } from '../../../domain/model/instance.js';
import type { Clock } from '../../../domain/ports/clock.js';
import type { Answer } from '../../../domain/ports/runtime.js';
import { err, ok } from '../../../domain/shared/result.js';

/** Milliseconds: an engine notices within some of them that a process of its host has ended. */
const noticeBoundMs = 5_000;
const pauseMs = 20;

/**
 * Whether a container whose process is not to be seen has ended, which the engine notices a little later than the kernel;
 * false when the engine goes on saying that it runs: then it runs elsewhere. A fault when the engine does not say.
 */
export async function hasEnded(
  look: () => Answer<Instance>,
  clock: Clock,
  signal: AbortSignal,
): Answer<boolean> {
  const since = clock.steady();
  for (;;) {
    const seen = await look();
    if (!seen.ok) return seen.error.kind === 'not-found' ? ok(true) : seen;
    const { state } = seen.value;
    if (state.phase === 'exited') return ok(true);
    if (clock.steady() - since >= noticeBoundMs)
      return state.phase === 'unknown' ? err(fault('unavailable', state.why)) : ok(false);
    await clock.sleep(pauseMs, signal);
  }
}
