import type { Job } from '../../../domain/model/job.js';

/** What tasks of one run are called where their lines stand side by side. */
export interface Labels {
  readonly of: (allocName: string, task: string) => string;
  /** In the order of the job, all that there will be. */
  readonly all: readonly string[];
  /** To which they are filled up. */
  readonly width: number;
}

/** Beyond this a single long name would push all lines to the right. */
const widest = 32;

/** A task's own name where one allocation is all there is, otherwise `group[0]/task`. */
export function labelsFor(job: Job): Labels {
  const places = job.groups.flatMap(({ name, count, tasks }) =>
    Array.from({ length: count }, (_, index) => ({ place: `${name}[${index.toString()}]`, tasks })),
  );
  const of = (allocName: string, task: string): string =>
    places.length === 1 ? task : `${withoutPrefix(allocName, `${job.name}.`)}/${task}`;
  const all = places.flatMap(({ place, tasks }) => tasks.map(({ name }) => of(place, name)));
  return { of, all, width: Math.min(widest, Math.max(0, ...all.map(({ length }) => length))) };
}

const withoutPrefix = (text: string, prefix: string): string =>
  text.startsWith(prefix) ? text.slice(prefix.length) : text;
