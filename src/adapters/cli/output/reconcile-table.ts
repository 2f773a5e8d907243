import type { ObjectReport, RuntimeReport } from '../../../app/services/reconcile-report.js';
import { type Cell, columns } from './columns.js';
import type { Palette } from './palette.js';

/** Every object that a pass saw, what was made of it and why; then what kept it from seeing or doing more. */
export function reconcileLines(reports: readonly RuntimeReport[], palette: Palette): readonly string[] {
  const rows = reports.flatMap((report) =>
    'objects' in report ? report.objects.map((object) => rowOf(report.runtime, object, palette)) : [],
  );
  const head = ['RUNTIME', 'OBJECT', 'VERDICT', 'REASON'].map((text) => ({ text, paint: palette.dim }));
  const table = rows.length === 0 ? ['nothing that could be ours is on this host'] : columns([head, ...rows]);
  return [...table, ...reports.flatMap(remarksOn)];
}

function rowOf(
  runtime: string,
  { id, verdict, words, removal }: ObjectReport,
  { good, bad, dim }: Palette,
): readonly Cell[] {
  const why = { text: words };
  const what = [{ text: runtime }, { text: shortened(id) }];
  if (removal?.ok === true) return [...what, { text: 'removed', paint: good }, why];
  if (removal?.ok === false)
    return [...what, { text: 'stays', paint: bad }, { text: `${words}; but ${removal.error.message}` }];
  return [...what, { text: verdict.do, paint: dim }, why];
}

/** An engine's ids are long, and their beginning is enough for it. */
const shortened = (id: string): string => (/^[0-9a-f]{64}$/.test(id) ? id.slice(0, 12) : id);

function remarksOn(report: RuntimeReport): readonly string[] {
  switch (report.outcome) {
    case 'judged':
      return [];
    case 'unhealthy':
      return [`${report.runtime}: not looked at: ${report.why.message}`];
    case 'unseen':
      return [`${report.runtime}: nothing done, since not all could be seen: ${report.why.message}`];
    case 'unsound':
      return report.violations.map((words) => `${report.runtime}: nothing done, a defect of wharf: ${words}`);
  }
}

/** Whether all was done that was to be done. */
export const isAllDone = (reports: readonly RuntimeReport[]): boolean =>
  reports.every((report) =>
    report.outcome === 'judged'
      ? report.objects.every(({ removal }) => removal?.ok !== false)
      : report.outcome === 'unhealthy',
  );
