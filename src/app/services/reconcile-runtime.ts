import type { HostObject, Thoroughness } from '../../domain/model/host-object.js';
import type { InstanceId } from '../../domain/model/ids.js';
import type { RuntimeDescription } from '../../domain/model/instance.js';
import type { Clock } from '../../domain/ports/clock.js';
import type { Answer } from '../../domain/ports/runtime.js';
import { checkPlan } from '../../domain/reconcile/check-plan.js';
import { danglingIn, type decide } from '../../domain/reconcile/decide.js';
import type { ReconcilePolicy, Snapshot } from '../../domain/reconcile/snapshot.js';
import { err, type Result } from '../../domain/shared/result.js';
import { atMost } from './at-most.js';
import { readWanted, type WantedParts } from './read-wanted.js';
import { reportOn, type RuntimeOutcome } from './reconcile-report.js';
import { type Judgement, removeIfStillDue, type SecondLook } from './second-look.js';

/** What this service needs of a runtime, whatever its specs. */
export interface Reconciled {
  describe(signal: AbortSignal): Answer<RuntimeDescription>;
  survey(thoroughness: Thoroughness, signal: AbortSignal): Answer<readonly HostObject[]>;
  identify(id: InstanceId, signal: AbortSignal): Answer<HostObject>;
  remove(id: InstanceId, signal: AbortSignal): Answer<undefined>;
}

export interface ReconcileRuntimeParts extends WantedParts {
  readonly clock: Clock;
  readonly decide: typeof decide;
}

/** What there was, and what was wanted after it was seen. */
export type Sighted = Pick<Snapshot, 'observed' | 'wanted'>;

/** So that a removal that takes long leaves room for others. */
const removalsAtOnce = 4;

/**
 * Takes off one runtime what is ours and wanted by nobody. Remembers what was dangling when it looked before, since only
 * that is removed; as long as it can't look, that stays what it saw last.
 */
export class ReconcileRuntime {
  readonly #runtime: Reconciled;
  readonly #parts: ReconcileRuntimeParts;
  #danglingBefore: ReadonlySet<InstanceId> = new Set();

  constructor(runtime: Reconciled, parts: ReconcileRuntimeParts) {
    this.#runtime = runtime;
    this.#parts = parts;
  }

  /** All that is there, or why nothing may be planned. */
  async look(
    thoroughness: Thoroughness,
    signal: AbortSignal,
  ): Promise<Result<readonly HostObject[], RuntimeOutcome>> {
    const described = await this.#runtime.describe(signal);
    if (!described.ok) return err({ outcome: 'unhealthy', why: described.error });
    const seen = await this.#runtime.survey(thoroughness, signal);
    return seen.ok ? seen : err({ outcome: 'unseen', why: seen.error });
  }

  /** What `act` would decide. It is no look of those that count, and nothing is removed. */
  tell({ observed, wanted }: Sighted, policy: ReconcilePolicy): RuntimeOutcome {
    return decided(this.#judge({ observed, wanted, danglingBefore: this.#danglingBefore }, policy));
  }

  /** Decides on what `look` saw, and acts on that; `wanted` was read after it. */
  async act(
    { observed, wanted }: Sighted,
    policy: ReconcilePolicy,
    signal: AbortSignal,
  ): Promise<RuntimeOutcome> {
    const look = this.#secondLook(policy, signal);
    const judgement = look.judge(observed, wanted);
    const outcome = decided(judgement);
    if (outcome.outcome !== 'judged') return outcome;
    const { plan, now } = judgement;
    this.#danglingBefore = danglingIn(plan);
    const objects = await atMost(removalsAtOnce, outcome.objects, (report) =>
      report.verdict.do === 'spare' ? Promise.resolve(report) : removeIfStillDue(report.verdict, now, look),
    );
    return { outcome: 'judged', objects };
  }

  #secondLook(policy: ReconcilePolicy, signal: AbortSignal): SecondLook {
    const danglingBefore = this.#danglingBefore;
    return {
      identify: (id) => this.#runtime.identify(id, signal),
      remove: (id) => this.#runtime.remove(id, signal),
      readWanted: () => readWanted(this.#parts),
      judge: (observed, wanted) => this.#judge({ observed, wanted, danglingBefore }, policy),
    };
  }

  #judge(snapshot: Snapshot, policy: ReconcilePolicy): Judgement {
    const now = this.#parts.clock.now();
    const plan = this.#parts.decide(snapshot, policy, now);
    return { plan, now, violations: checkPlan(plan, snapshot, policy, now) };
  }
}

/** Of which nothing is done yet. */
function decided({ plan, now, violations }: Judgement): RuntimeOutcome {
  const objects = plan.verdicts.map((verdict) => reportOn(verdict, now));
  return violations.length > 0 ? { outcome: 'unsound', violations, objects } : { outcome: 'judged', objects };
}
