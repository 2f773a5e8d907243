import { fault } from '../../domain/faults/runtime-fault.js';
import type { HostObject } from '../../domain/model/host-object.js';
import type { InstanceId, Instant } from '../../domain/model/ids.js';
import type { Answer } from '../../domain/ports/runtime.js';
import type { Plan, Removal } from '../../domain/reconcile/decide.js';
import type { Wanted } from '../../domain/reconcile/snapshot.js';
import { done, err } from '../../domain/shared/result.js';
import { type ObjectReport, reportOn } from './reconcile-report.js';

export interface Judgement {
  readonly plan: Plan;
  readonly now: Instant;
  /** What of the plan must never be done. */
  readonly violations: readonly string[];
}

/** What a second look needs. */
export interface SecondLook {
  identify(id: InstanceId): Answer<HostObject>;
  remove(id: InstanceId): Answer<undefined>;
  readWanted(): Answer<Wanted>;
  judge(observed: readonly HostObject[], wanted: Wanted): Judgement;
}

/**
 * Removes what a plan has removed, if that is still right by a fresh look at it alone. As in a pass, it is looked at
 * before what is wanted is read: who adopted it in between has written that down.
 */
export async function removeIfStillDue(
  planned: Removal,
  at: Instant,
  look: SecondLook,
): Promise<ObjectReport> {
  const seen = await look.identify(planned.id);
  if (!seen.ok) return reportOn(planned, at, seen.error.kind === 'not-found' ? done : seen);
  const wanted = await look.readWanted();
  if (!wanted.ok) return reportOn(planned, at, wanted);
  const { plan, now, violations } = look.judge([seen.value], wanted.value);
  if (violations.length > 0) return reportOn(planned, now, refused(violations.join('; ')));
  const again = plan.verdicts.find(({ id }) => id === planned.id);
  if (again === undefined) return reportOn(planned, now, refused(`the look at ${planned.id} showed another`));
  return again.do === 'spare' ? reportOn(again, now) : reportOn(again, now, await look.remove(again.id));
}

const refused = (why: string): ObjectReport['removal'] => err(fault('internal', why));
