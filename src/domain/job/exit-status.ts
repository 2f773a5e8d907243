import { statusOf } from '../model/exit.js';
import type { RunReport, TaskReport } from '../model/report.js';

const wharfFailed = 125;
/** 128 + SIGINT, as a shell has it. */
const interrupted = 130;

/**
 * The status a command that ran a job ends with: the task's own when there is one main task, otherwise 0 or that of
 * the first task that failed. What nobody knows is never told as a success.
 */
export function exitStatusOf(report: RunReport): number {
  if (report.failures.length > 0) return wharfFailed;
  if (report.interrupted) return interrupted;
  if (report.tasks.some(({ failure }) => failure !== undefined)) return wharfFailed;
  return soleStatus(report.tasks) ?? overallStatus(report.tasks);
}

/** Undefined when there are several main tasks, or when the one did not end by itself. */
function soleStatus(tasks: readonly TaskReport[]): number | undefined {
  const [first, ...others] = mainOf(tasks);
  if (first === undefined || others.length > 0) return undefined;
  return first.outcome === 'complete' || first.outcome === 'failed' ? ownStatus(first) : undefined;
}

function overallStatus(tasks: readonly TaskReport[]): number {
  const failed = tasks.filter(({ outcome }) => outcome === 'failed').map(ownStatus);
  return failed.find((status) => status !== 0) ?? (isKnownToBeWell(tasks) ? 0 : wharfFailed);
}

/** Tasks that never ran say nothing, unless no main task did. */
function isKnownToBeWell(tasks: readonly TaskReport[]): boolean {
  const main = mainOf(tasks);
  return tasks.filter(hasRun).every(endIsKnown) && (main.length === 0 || main.some(hasRun));
}

const mainOf = (tasks: readonly TaskReport[]): readonly TaskReport[] =>
  tasks.filter(({ lifecycle }) => lifecycle.hook === 'main');

const ownStatus = ({ exit }: TaskReport): number =>
  (exit === undefined ? undefined : statusOf(exit)) ?? wharfFailed;

const hasRun = ({ outcome }: TaskReport): boolean => outcome !== 'not-started';

const endIsKnown = ({ exit }: TaskReport): boolean => exit !== undefined && exit.kind !== 'unknown';
