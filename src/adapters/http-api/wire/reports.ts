import type { Explanation } from '../../../app/agent.js';
import type { ObjectReport, RuntimeReport } from '../../../app/services/reconcile-report.js';
import type { Json } from '../../../domain/shared/json.js';
import { withoutCause } from './json.js';

/** The causes of its faults are for the agent's own log. */
export function withoutCauses(report: RuntimeReport): RuntimeReport {
  switch (report.outcome) {
    case 'judged':
    case 'unsound':
      return { ...report, objects: report.objects.map(objectWithoutCause) };
    case 'unhealthy':
    case 'unseen':
      return { ...report, why: withoutCause(report.why) };
  }
}

const objectWithoutCause = (object: ObjectReport): ObjectReport =>
  object.removal?.ok === false
    ? { ...object, removal: { ok: false, error: withoutCause(object.removal.error) } }
    : object;

/** Facts are JSON of their own, in which null is a value. */
export const withoutUndefinedFacts = (explanation: Explanation): Explanation => ({
  ...explanation,
  facts: JSON.parse(JSON.stringify(explanation.facts)) as Readonly<Record<string, Json>>,
});
