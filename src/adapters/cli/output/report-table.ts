import { withRemedy } from '../../../domain/model/event-words.js';
import { describeExit } from '../../../domain/model/exit.js';
import type { RunReport, TaskOutcome, TaskReport } from '../../../domain/model/report.js';
import { formatDuration } from '../../../domain/shared/duration.js';
import { type Cell, columns } from './columns.js';
import type { Labels } from './labels.js';
import type { Palette } from './palette.js';

/** How a run ended, as lines: a table of its tasks, then what failed. */
export function reportLines(report: RunReport, labels: Labels, palette: Palette): readonly string[] {
  const head = ['TASK', 'STATE', 'EXIT', 'RESTARTS', 'DURATION'].map((text) => ({
    text,
    paint: palette.dim,
  }));
  const rows = report.tasks.map((task) => rowOf(task, labels, palette));
  const failures = [
    ...report.tasks.flatMap((task) =>
      task.failure === undefined
        ? []
        : [{ ...task.failure, message: `${labelOf(task, labels)}: ${task.failure.message}` }],
    ),
    ...report.failures,
  ];
  return [
    ...(rows.length === 0 ? [] : columns([head, ...rows])),
    ...failures.map(({ message, remedy }) => withRemedy(`wharf: ${message}`, remedy)),
  ];
}

const labelOf = ({ allocName, task }: TaskReport, labels: Labels): string => labels.of(allocName, task);

function rowOf(task: TaskReport, labels: Labels, palette: Palette): readonly Cell[] {
  return [
    { text: labelOf(task, labels) },
    { text: task.outcome.replace('-', ' '), paint: paintOf(task.outcome, palette) },
    { text: task.exit === undefined ? '-' : describeExit(task.exit) },
    { text: task.restarts.toString() },
    { text: durationOf(task) },
  ];
}

const paintOf = (outcome: TaskOutcome, { good, bad, dim }: Palette): ((text: string) => string) =>
  ({ complete: good, failed: bad, stopped: dim, 'not-started': dim })[outcome];

const durationOf = ({ startedAt, finishedAt }: TaskReport): string =>
  startedAt === undefined || finishedAt === undefined ? '-' : formatDuration(finishedAt - startedAt);
