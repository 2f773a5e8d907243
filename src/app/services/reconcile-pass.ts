import type { Thoroughness } from '../../domain/model/host-object.js';
import type { Clock } from '../../domain/ports/clock.js';
import type { Answer } from '../../domain/ports/runtime.js';
import { decide } from '../../domain/reconcile/decide.js';
import type { ReconcilePolicy } from '../../domain/reconcile/snapshot.js';
import { ok } from '../../domain/shared/result.js';
import { readWanted, type WantedParts } from './read-wanted.js';
import type { RuntimeOutcome, RuntimeReport } from './reconcile-report.js';
import { type Reconciled, ReconcileRuntime, type Sighted } from './reconcile-runtime.js';

export interface ReconcileParts extends WantedParts {
  /** By the names that people know them by. */
  readonly runtimes: Readonly<Record<string, Reconciled>>;
  readonly clock: Clock;
}

/** Takes off the host what is ours and wanted by nobody: one look at each runtime at a time, and what follows from it. */
export class ReconcilePass {
  readonly #parts: WantedParts;
  readonly #runtimes: readonly (readonly [string, ReconcileRuntime])[];

  /** `decideBy` stands in for the decision where it is to be wrong. */
  constructor(parts: ReconcileParts, decideBy = decide) {
    this.#parts = parts;
    this.#runtimes = Object.entries(parts.runtimes).map(([name, runtime]) => [
      name,
      new ReconcileRuntime(runtime, { ...parts, decide: decideBy }),
    ]);
  }

  /**
   * One report per runtime: one that can't be reconciled keeps no other from it. A fault when it can't be told what is
   * wanted; then nothing is done. When `signal` aborts, nothing more is begun. A thorough pass reports on every object on
   * the host, for people to see.
   */
  async run(
    policy: ReconcilePolicy,
    signal: AbortSignal,
    thoroughness: Thoroughness = 'cursory',
  ): Answer<readonly RuntimeReport[]> {
    return this.#pass(thoroughness, signal, (runtime, sighted) => runtime.act(sighted, policy, signal));
  }

  /**
   * As a thorough pass reports, for whoever only asks: nothing is removed, and nothing is removed any sooner for having
   * been asked after.
   */
  tell(policy: ReconcilePolicy, signal: AbortSignal): Answer<readonly RuntimeReport[]> {
    const dry = { ...policy, dryRun: true };
    return this.#pass('thorough', signal, (runtime, sighted) => Promise.resolve(runtime.tell(sighted, dry)));
  }

  async #pass(
    thoroughness: Thoroughness,
    signal: AbortSignal,
    conclude: (runtime: ReconcileRuntime, sighted: Sighted) => Promise<RuntimeOutcome>,
  ): Answer<readonly RuntimeReport[]> {
    const sights = await Promise.all(
      this.#runtimes.map(async ([name, runtime]) => {
        const seen = await runtime.look(thoroughness, signal);
        return { name, runtime, seen };
      }),
    );
    // Only now: whatever was seen had been written down as wanted, if it was, before it was made.
    const wanted = await readWanted(this.#parts);
    if (!wanted.ok) return wanted;
    const reports = sights.map(async ({ name, runtime, seen }): Promise<RuntimeReport> => {
      if (!seen.ok) return { runtime: name, ...seen.error };
      const sighted = { observed: seen.value, wanted: wanted.value };
      return { runtime: name, ...(await conclude(runtime, sighted)) };
    });
    return ok(await Promise.all(reports));
  }
}
