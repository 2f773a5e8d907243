import { interpolate } from '../environment/interpolate.js';
import { inTask } from '../model/directories.js';
import type { Template } from '../model/job.js';
import { type Problem, problem } from '../shape/problem.js';
import { repeated } from './names.js';
import { templateTextProblems } from './render-template.js';
import { templateDestination } from './template-destination.js';

interface Placed {
  readonly template: Template;
  readonly path: string;
  /** Relative to the task. Undefined with `open`: only the run time can tell; without: nowhere that is allowed. */
  readonly place: string | undefined;
  readonly open: boolean;
}

/** References that every task has. Whatever its driver, these mean its own directories and that of its group. */
const known = {
  environment: {
    NOMAD_ALLOC_DIR: inTask.shared,
    NOMAD_TASK_DIR: inTask.local,
    NOMAD_SECRETS_DIR: inTask.secrets,
  },
  meta: {},
  attr: {},
  node: {},
};

export function templateProblems(templates: readonly Template[]): readonly Problem[] {
  const placed = templates.map(placeOf);
  const again = repeated(
    placed.filter((one) => one.place !== undefined),
    (one) => one.place ?? '',
  );
  return [
    ...placed.flatMap(ofTemplate),
    ...again.map(({ template, path }) =>
      problem(`${path}.destination`, `is "${template.destination}", where another template is written`),
    ),
  ];
}

function placeOf(template: Template, index: number): Placed {
  const path = `template[${index.toString()}]`;
  const resolved = interpolate(template.destination, known);
  const open = resolved.includes('${');
  return { template, path, open, place: open ? undefined : templateDestination(resolved, inTask) };
}

function ofTemplate({ template, path, place, open }: Placed): readonly Problem[] {
  const { destination, mode } = template;
  return [
    ...(place === undefined && !open
      ? [
          problem(
            `${path}.destination`,
            `is "${destination}", which is no file in the directories of the task`,
            'use a path such as "local/app.conf", "secrets/app.env" or "../alloc/data/app.conf"',
          ),
        ]
      : []),
    ...(Number.isInteger(mode) && mode >= 0 && mode <= 0o7777
      ? []
      : [problem(`${path}.perms`, 'must be permission bits such as "644"')]),
    ...templateTextProblems(template, `${path}.data`),
  ];
}
