import type { RuntimeFault } from '../../domain/faults/runtime-fault.js';
import type { DiagnosticLevel } from '../../domain/ports/diagnostics.js';
import type { Result } from '../../domain/shared/result.js';
import type { ObjectReport, RuntimeReport } from './reconcile-report.js';

/** Something of a pass that people should know. */
export interface News {
  /** The same in the next pass means: it is still so. */
  readonly about: string;
  readonly level: DiagnosticLevel;
  readonly message: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

/** What went wrong in a pass, and what it took off the host or would have. That a runtime is unhealthy others tell. */
export const newsOf = (reports: Result<readonly RuntimeReport[], RuntimeFault>): readonly News[] =>
  reports.ok
    ? reports.value.flatMap(newsOfRuntime)
    : [failure('wanted', 'nothing is reconciled: it can not be told what is wanted', reports.error)];

function newsOfRuntime(report: RuntimeReport): readonly News[] {
  const { runtime } = report;
  switch (report.outcome) {
    case 'unhealthy':
      return [];
    case 'unseen':
      return [failure(runtime, `nothing of ${runtime} is reconciled: it was not seen whole`, report.why)];
    case 'unsound': {
      const message = `nothing of ${runtime} is reconciled: the plan for it broke rules`;
      return [{ about: runtime, level: 'error', message, facts: { violations: report.violations } }];
    }
    case 'judged':
      return report.objects.flatMap((object) => newsOfObject(runtime, object));
  }
}

function newsOfObject(runtime: string, { id, verdict, words, removal }: ObjectReport): readonly News[] {
  const facts = { runtime, id, because: verdict.because };
  const news = (what: string, level: DiagnosticLevel, message: string, more = {}): readonly News[] => [
    { about: `${runtime} ${id} ${what}`, level, message, facts: { ...facts, ...more } },
  ];
  if (removal?.ok === true) return news('removed', 'info', `removed ${id}: ${words}`);
  if (removal?.ok === false) {
    const { kind, message } = removal.error;
    return news('failed', 'warn', `${id} is not removed: ${message}`, { fault: kind });
  }
  return verdict.because === 'dry-run' ? news('dry run', 'info', `${id}: ${words}`) : [];
}

const failure = (about: string, what: string, { kind, message, cause }: RuntimeFault): News => ({
  about,
  level: 'warn',
  message: `${what}: ${message}`,
  facts: { fault: kind, error: cause },
});
