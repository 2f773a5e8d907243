import type { DriverCapabilities } from '../model/driver-capabilities.js';
import type { HostVolume } from '../model/driver-policy.js';
import type { Task, TaskGroup } from '../model/job.js';
import { portsOfTask } from '../model/port.js';
import { volumeMounts } from '../mounts/volume-mounts.js';
import type { JsonObject } from '../shared/json.js';
import { lookup } from '../shared/record.js';
import { type Problem, problem } from '../shape/problem.js';
import { suggest } from '../shape/suggest.js';
import { taskNameProblems } from './names.js';
import { killProblems, logProblems, resourceProblems, restartProblems } from './task-rules.js';
import { templateProblems } from './validate-templates.js';

/** What rules ask of a driver; a task driver and its translation both can tell. */
export interface DriverRules {
  readonly capabilities: DriverCapabilities;
  /** Options of a config that are taken and have no effect on one host, each with the reason, a clause. */
  readonly ignores?: Readonly<Record<string, string>>;
  validate(config: JsonObject, portLabels: readonly string[]): readonly Problem[];
}

export interface TaskContext {
  readonly drivers: Readonly<Record<string, DriverRules>>;
  readonly hostVolumes: Readonly<Record<string, HostVolume>>;
}

/** Paths begin below the task. */
export const validateTask = (task: Task, group: TaskGroup, context: TaskContext): readonly Problem[] => [
  ...taskNameProblems('name', task.name),
  ...driverProblems(task, portLabelsOf(group, task.name), context.drivers),
  ...environmentProblems(task),
  ...killProblems(task),
  ...restartProblems(task.restart),
  ...resourceProblems(task.resources),
  ...logProblems(task.logs),
  ...mountProblems(task, group, context),
  ...templateProblems(task.templates),
];

const portLabelsOf = ({ network }: TaskGroup, task: string): readonly string[] =>
  portsOfTask(network.ports, task).map(({ label }) => label);

/** What is wrong with a task's driver and config, whatever else the task is. */
export function driverProblems(
  { driver, config }: Pick<Task, 'driver' | 'config'>,
  portLabels: readonly string[],
  drivers: TaskContext['drivers'],
): readonly Problem[] {
  const found = lookup(drivers, driver);
  if (found !== undefined) return found.validate(config, portLabels);
  const names = Object.keys(drivers);
  const nearest = suggest(driver, names);
  return [
    problem(
      'driver',
      `is "${driver}", which is no driver of this host`,
      nearest === undefined ? `use one of ${names.join(', ')}` : `did you mean "${nearest}"?`,
    ),
  ];
}

const environmentProblems = ({ environment }: Task): readonly Problem[] =>
  Object.entries(environment).flatMap(([name, value]) => [
    ...(name === '' || /[=\0]/.test(name)
      ? [problem(`env.${name}`, 'is no name for a variable: it must not be empty or hold "="')]
      : []),
    ...(value.includes('\0') ? [problem(`env.${name}`, 'must not hold a NUL character')] : []),
  ]);

function mountProblems(task: Task, group: TaskGroup, context: TaskContext): readonly Problem[] {
  const { volumes } = group;
  const { hostVolumes } = context;
  const made = volumeMounts(task.volumeMounts, { volumes, hostVolumes, unresolved: 'accept' });
  const impossible =
    task.volumeMounts.length > 0 && lookup(context.drivers, task.driver)?.capabilities.mounts === false;
  return [
    ...(made.ok ? [] : made.error),
    ...(impossible
      ? [
          problem(
            'volume_mount',
            `can't be made by driver "${task.driver}", whose tasks see the host as it is`,
          ),
        ]
      : []),
  ];
}
