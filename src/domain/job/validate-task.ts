import type { DriverCapabilities } from '../model/driver-capabilities.js';
import type { HostVolume } from '../model/driver-policy.js';
import type { Task, TaskGroup } from '../model/job.js';
import { isUnresolved, type Mounting } from '../model/mounting.js';
import { repeatedTargets } from '../drivers/task-mounts.js';
import { portsOfTask } from '../model/port.js';
import { ownMountProblems } from '../mounts/own-mount-problems.js';
import { volumeMounts } from '../mounts/volume-mounts.js';
import type { JsonObject } from '../shared/json.js';
import { normalise } from '../shared/path.js';
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
  /** What tasks of this config mount beside their volumes; absent: they see the host as it is. */
  readonly mounting?: (config: JsonObject) => Mounting;
  validate(config: JsonObject, portLabels: readonly string[]): readonly Problem[];
}

export interface TaskContext {
  readonly drivers: Readonly<Record<string, DriverRules>>;
  readonly hostVolumes: Readonly<Record<string, HostVolume>>;
  /** Globs of the volumes of this host that may be mounted bidirectionally; absent: all. */
  readonly bidirectional?: readonly string[];
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
  const { hostVolumes, bidirectional } = context;
  const made = volumeMounts(task.volumeMounts, {
    volumes,
    hostVolumes,
    unresolved: 'accept',
    ...(bidirectional === undefined ? {} : { bidirectional }),
  });
  const driver = lookup(context.drivers, task.driver);
  const impossible = task.volumeMounts.length > 0 && driver?.capabilities.mounts === false;
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
    ...mountingProblems(task, driver?.mounting?.(task.config), bidirectional),
  ];
}

const mountingProblems = (
  task: Task,
  mounting: Mounting | undefined,
  bidirectional: TaskContext['bidirectional'],
): readonly Problem[] =>
  mounting === undefined
    ? []
    : [...ownMountProblems(mounting.own, bidirectional), ...repeatedTargets(targetsOf(task, mounting))];

const targetsOf = ({ volumeMounts: mounts }: Task, { standard, own }: Mounting): readonly string[] => [
  ...standard,
  ...[...mounts.map(({ destination }) => destination), ...own.map(({ mount }) => mount.target)]
    .filter((target) => !isUnresolved(target))
    .map(normalise),
];
