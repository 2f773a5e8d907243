import type { HostVolume } from '../model/driver-policy.js';
import type { Job, TaskGroup } from '../model/job.js';
import { networkProblems } from '../network/validate-network.js';
import { sourceInstead } from '../mounts/volume-mounts.js';
import { lookup } from '../shared/record.js';
import { type Problem, problem, problemsBelow } from '../shape/problem.js';
import { nameProblems, repeated } from './names.js';
import { portProblems, sharedPortProblems } from './validate-ports.js';
import { type DriverRules, validateTask } from './validate-task.js';

export interface JobContext {
  /** By the name that tasks use. */
  readonly drivers: Readonly<Record<string, DriverRules>>;
  readonly hostVolumes: Readonly<Record<string, HostVolume>>;
  /** Globs of the volumes of this host that may be mounted bidirectionally; absent: all. */
  readonly bidirectional?: readonly string[];
}

/** Everything that is wrong with a job, as far as it can be told without the host. */
export function validateJob(job: Job, context: JobContext): readonly Problem[] {
  const problems = [
    ...(job.groups.length === 0 ? [problem('group', 'is required: a job runs at least one')] : []),
    ...repeated(job.groups, ({ name }) => name).map(({ name }) => twice('group', name)),
    ...sharedPortProblems(job.groups),
    ...job.groups.flatMap((group) => problemsBelow(`group.${group.name}`, validateGroup(group, context))),
  ];
  return [...nameProblems('job', job.id), ...problemsBelow(`job.${job.id}`, problems)];
}

const validateGroup = (group: TaskGroup, context: JobContext): readonly Problem[] => [
  ...nameProblems('name', group.name),
  ...countProblems(group),
  ...(group.tasks.length === 0 ? [problem('task', 'is required: a group runs at least one')] : []),
  ...repeated(group.tasks, ({ name }) => name).map(({ name }) => twice('task', name)),
  ...leaderProblems(group),
  ...portProblems(group.network.ports),
  ...networkProblems(group, context.drivers),
  ...unusedVolumeProblems(group, context.hostVolumes),
  ...group.tasks.flatMap((task) => problemsBelow(`task.${task.name}`, validateTask(task, group, context))),
];

const twice = (keyword: string, name: string): Problem =>
  problem(`${keyword}.${name}`, `is the name of more than one ${keyword}`);

const countProblems = ({ count, shutdownDelayMs }: TaskGroup): readonly Problem[] => [
  ...(Number.isInteger(count) && count >= 0
    ? []
    : [problem('count', `must be a whole number of at least 0, not ${count.toString()}`)]),
  ...(shutdownDelayMs >= 0 ? [] : [problem('shutdown_delay', 'must not be negative')]),
];

/** When the leader ends, the rest of the group does: there can't be two. */
const leaderProblems = ({ tasks }: TaskGroup): readonly Problem[] =>
  tasks
    .filter(({ leader }) => leader)
    .slice(1)
    .map(({ name }) => problem(`task.${name}.leader`, 'is true for more than one task of the group'));

/** Of volumes that a task mounts, the mount tells. */
function unusedVolumeProblems(
  { tasks, volumes }: TaskGroup,
  hostVolumes: JobContext['hostVolumes'],
): readonly Problem[] {
  const used = tasks.flatMap(({ volumeMounts }) => volumeMounts.map(({ volume }) => volume));
  return Object.entries(volumes)
    .filter(([name, { source }]) => !used.includes(name) && lookup(hostVolumes, source) === undefined)
    .map(([name, { source }]) =>
      problem(
        `volume.${name}.source`,
        `is "${source}", which is no volume of this host`,
        sourceInstead(source, hostVolumes),
      ),
    );
}
