import type { Thoroughness } from '../../../domain/model/host-object.js';
import type { InstanceId, Instant } from '../../../domain/model/ids.js';
import type { Clock } from '../../../domain/ports/clock.js';
import type { Answer } from '../../../domain/ports/runtime.js';
import type { ReconcilePolicy } from '../../../domain/reconcile/snapshot.js';
import type { ReconcilePass } from '../reconcile-pass.js';
import type { ObjectReport, RuntimeReport } from '../reconcile-report.js';

/** What a pass took off the host. */
export interface Removed {
  readonly id: InstanceId;
  readonly runtime: string;
  readonly at: Instant;
  readonly because: ObjectReport['verdict']['because'];
  /** Why, for people. */
  readonly words: string;
}

/** More than people ask after; each is a few hundred bytes. */
export const keptRemovals = 1000;

/** Makes passes, and remembers the last of what they removed. */
export class RememberingPass {
  readonly #pass: ReconcilePass;
  readonly #clock: Clock;
  #removed: readonly Removed[] = [];

  constructor(pass: ReconcilePass, clock: Clock) {
    this.#pass = pass;
    this.#clock = clock;
  }

  /** The latest first. */
  get removed(): readonly Removed[] {
    return this.#removed;
  }

  async run(
    policy: ReconcilePolicy,
    signal: AbortSignal,
    thoroughness?: Thoroughness,
  ): Answer<readonly RuntimeReport[]> {
    const reports = await this.#pass.run(policy, signal, thoroughness);
    if (reports.ok) this.#remember(reports.value);
    return reports;
  }

  tell(policy: ReconcilePolicy, signal: AbortSignal): Answer<readonly RuntimeReport[]> {
    return this.#pass.tell(policy, signal);
  }

  #remember(reports: readonly RuntimeReport[]): void {
    const at = this.#clock.now();
    const removed = reports.flatMap(({ runtime, ...outcome }) =>
      outcome.outcome !== 'judged'
        ? []
        : outcome.objects
            .filter(({ removal }) => removal?.ok === true)
            .map(({ id, verdict: { because }, words }) => ({ id, runtime, at, because, words })),
    );
    this.#removed = [...removed, ...this.#removed].slice(0, keptRemovals);
  }
}
