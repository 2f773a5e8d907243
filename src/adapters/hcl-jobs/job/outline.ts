import type { ReadTask } from '../../../domain/ports/job-reader.js';
import { block, type Labelled, labelled } from '../../../domain/shape/collections.js';
import { object, type ObjectOf, optional, required, withDefault } from '../../../domain/shape/object.js';
import { filled } from '../../../domain/shape/scalars.js';
import type { Findings } from '../tree/findings.js';
import type { JobTree } from '../tree/read-document.js';
import { configWithPorts } from './own-ports.js';
import { free } from './task-shape.js';

/** What drivers judge of a job, whatever else in it is wrong. */
const network = optional(
  block(object({ port: withDefault<readonly Labelled<unknown>[]>(labelled(free), []) })),
);

const taskFields = {
  driver: required(filled('the name of a driver')),
  config: withDefault(block(free), {}),
  resources: optional(block(object({ network }))),
};

type Tasks = readonly Labelled<ObjectOf<typeof taskFields>>[];

const task = withDefault<Tasks>(labelled(object(taskFields)), []);

type Groups = readonly Labelled<Group>[];
type Group = ObjectOf<{ readonly network: typeof network; readonly task: typeof task }>;

const outline = object({ group: withDefault<Groups>(labelled(object({ network, task })), []), task });

/** The tasks whose driver and config can be read. */
export function readableTasks({ label: name, body }: JobTree, findings: Findings): readonly ReadTask[] {
  const path = `job.${name}`;
  const job = outline.read(body, { path, unresolved: 'refuse', report: () => undefined });
  if (job === undefined) return [];
  return [
    ...job.task.flatMap((alone) => tasksOf(path, { network: undefined, task: [alone] }, findings)),
    ...job.group.flatMap(({ label, value }) => tasksOf(`${path}.group.${label}`, value, findings)),
  ];
}

function tasksOf(path: string, { network, task: tasks }: Group, findings: Findings): readonly ReadTask[] {
  const networks = [
    { at: `${path}.network`, network },
    ...tasks.map(({ label, value }) => ({
      at: `${path}.task.${label}.resources`,
      network: value.resources?.network,
    })),
  ];
  if (!networks.every(({ at }) => findings.isWhole(at))) return [];
  const portLabels = networks.flatMap(({ network }) => network?.port.map(({ label }) => label) ?? []);
  return tasks
    .map(({ label, value: { driver, config, resources } }) => ({
      path: `${path}.task.${label}`,
      driver,
      config: configWithPorts(driver, config, resources?.network?.port ?? []),
      portLabels,
    }))
    .filter((found) => !findings.isOpen(`${found.path}.driver`));
}
