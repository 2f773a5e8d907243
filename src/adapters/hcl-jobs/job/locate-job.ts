import type { Job, TaskGroup } from '../../../domain/model/job.js';
import type { Locate } from '../../../domain/shape/problem.js';
import type { Findings } from '../tree/findings.js';

/**
 * Where a path of a job is written. The file may have it elsewhere: under the label of a job that has another id, in a
 * task that stands in no group, in the group of a task that takes its restart policy.
 */
export const locateJob =
  (label: string, job: Job, findings: Findings): Locate =>
  (path) => {
    const top = `job.${label}`;
    const own = moved(path, `job.${job.id}`, top);
    const group = job.groups.find(({ name }) => isWithin(own, `${top}.group.${name}`));
    if (group === undefined) return findings.positionOf(own);
    const at = `${top}.group.${group.name}`;
    if (findings.isLocated(at)) return findings.positionOf(placeOfRestart(own, at, group, findings) ?? own);
    const alone = `${top}.task.${group.name}`;
    return findings.positionOf(moved(moved(own, `${at}.task.${group.name}`, alone), at, alone));
  };

/** Each key of a restart policy may be written in the task or in its group. */
function placeOfRestart(
  path: string,
  group: string,
  { tasks }: TaskGroup,
  findings: Findings,
): string | undefined {
  const own = tasks
    .map(({ name }) => `${group}.task.${name}.restart`)
    .find((restart) => isWithin(path, restart));
  if (own === undefined) return undefined;
  const shared = `${group}.restart`;
  return [path, moved(path, own, shared), own, shared].find((place) => findings.isLocated(place));
}

/** What a path is when what lies below one lies below another. */
const moved = (path: string, from: string, to: string): string =>
  isWithin(path, from) ? to + path.slice(from.length) : path;

const isWithin = (path: string, top: string): boolean => path === top || path.startsWith(`${top}.`);
