import { interpolate, interpolateConfig } from '../environment/interpolate.js';
import { type References, referencesOf } from '../environment/references.js';
import { withResolvedMeta } from '../environment/resolve-meta.js';
import { taskEnvironment } from '../environment/task-environment.js';
import { cpuCoresOf, limitsOf } from '../drivers/limits.js';
import type { Allocation } from '../model/allocation.js';
import { inTask, type TaskDirectories } from '../model/directories.js';
import type { DriverCapabilities } from '../model/driver-capabilities.js';
import type { HostVolume } from '../model/driver-policy.js';
import { type HostFacts, ownerOf } from '../model/host.js';
import type { AttemptToken } from '../model/ids.js';
import type { Task, Template } from '../model/job.js';
import type { TaskFile } from '../model/task-file.js';
import type { TaskRequest } from '../model/task-request.js';
import { taskNameFiles } from '../network/task-name-files.js';
import { joinsGroup, type TaskNetwork } from '../network/task-network.js';
import { volumeMounts } from '../mounts/volume-mounts.js';
import type { JsonObject } from '../shared/json.js';
import { err, ok, type Result } from '../shared/result.js';
import { type Problem, problem } from '../shape/problem.js';
import { readEnvironmentFile } from './environment-file.js';
import { renderTemplate } from './render-template.js';
import type { TaskPorts } from './task-ports.js';
import { templateDestination } from './template-destination.js';

/** All that is known when an attempt begins. */
export interface TaskSources extends TaskPorts {
  readonly allocation: Allocation;
  readonly task: Task;
  readonly attempt: AttemptToken;
  readonly directories: TaskDirectories;
  readonly host: HostFacts;
  /** The cores kept for the task, such as `0-1`; undefined: it asked for none. */
  readonly cpuset: string | undefined;
  readonly capabilities: DriverCapabilities;
  /** That of the group; undefined: the group has the host's. */
  readonly network: TaskNetwork | undefined;
  readonly hostVolumes: Readonly<Record<string, HostVolume>>;
  /** Globs of the volumes of this host that may be mounted bidirectionally; absent: all. */
  readonly bidirectional?: readonly string[];
  /** Globs of names that no task inherits from the host's environment. */
  readonly denylist: readonly string[];
}

export interface ResolvedTask {
  readonly request: TaskRequest;
  /** To be written before the task starts. */
  readonly files: readonly TaskFile[];
}

/**
 * What a task's driver needs, with every reference resolved; or everything that is wrong, paths below the task. The
 * variables of templates go over those of the task's own `env`, as in Nomad.
 */
export function resolveTask(asked: TaskSources): Result<ResolvedTask, readonly Problem[]> {
  const { allocation, host } = asked;
  const limits = limitsOf(asked.task.resources, host, asked.cpuset);
  const task = withResolvedMeta({ ...asked, limits });
  const sources = { ...asked, task };
  const plain = taskEnvironment({ ...sources, limits });
  const templates = task.templates.map((template, index) => writeTemplate(template, index, sources, plain));
  const environment = templates.reduce((all, { variables }) => ({ ...all, ...variables }), plain);
  const references = referencesOf({ allocation, task, host, environment });
  const config = interpolateConfig(task.config, references, 'config');
  const mounts = volumeMounts(resolveMounts(task, references), {
    volumes: allocation.group.volumes,
    hostVolumes: sources.hostVolumes,
    ...(sources.bidirectional === undefined ? {} : { bidirectional: sources.bidirectional }),
    unresolved: 'refuse',
  });
  const networked = networkOf(sources, config);
  const problems = [
    ...templates.flatMap((template) => template.problems),
    ...[config, mounts, networked].flatMap((made) => (made.ok ? [] : made.error)),
  ];
  if (problems.length > 0 || !config.ok || !mounts.ok || !networked.ok) return err(problems);
  const { joined, nameFiles, files } = networked.value;
  const request: TaskRequest = {
    identity: identityOf(sources),
    allocation,
    task: { ...task, ...resolvedUser(task, references) },
    config: config.value,
    environment,
    directories: sources.directories,
    limits,
    cpuCores: cpuCoresOf(task.resources, host),
    volumeMounts: mounts.value,
    ports: sources.ports,
    network: joined,
    nameFiles,
  };
  return ok({ request, files: [...templates.flatMap(({ file }) => file ?? []), ...files] });
}

interface Networked {
  readonly joined: TaskRequest['network'];
  readonly nameFiles: TaskRequest['nameFiles'];
  readonly files: readonly TaskFile[];
}

const apart: Networked = { joined: undefined, nameFiles: undefined, files: [] };

/** What a task sees of its group's network. A driver that mounts nothing leaves it the files of the host. */
function networkOf(
  sources: TaskSources,
  config: Result<JsonObject, readonly Problem[]>,
): Result<Networked, readonly Problem[]> {
  const { network, capabilities } = sources;
  if (network === undefined || !config.ok || !joinsGroup({ config: config.value }, capabilities))
    return ok(apart);
  const { joined } = network;
  if (!capabilities.mounts) return ok({ ...apart, joined });
  const names = taskNameFiles(network, { ...sources, config: config.value });
  return names.ok ? ok({ joined, nameFiles: names.value.seen, files: names.value.files }) : names;
}

const identityOf = ({ allocation, task, attempt, host }: TaskSources): TaskRequest['identity'] => ({
  owner: ownerOf(host),
  kind: 'task',
  job: allocation.job.id,
  group: allocation.group.name,
  alloc: allocation.id,
  task: task.name,
  attempt,
});

const resolvedUser = ({ user }: Task, references: References): Pick<Task, 'user'> => ({
  user: user === undefined ? undefined : interpolate(user, references),
});

const resolveMounts = ({ volumeMounts: mounts }: Task, references: References): Task['volumeMounts'] =>
  mounts.map((mount) => ({
    ...mount,
    volume: interpolate(mount.volume, references),
    destination: interpolate(mount.destination, references),
  }));

interface WrittenTemplate {
  readonly file: TaskFile | undefined;
  readonly variables: Readonly<Record<string, string>>;
  readonly problems: readonly Problem[];
}

function writeTemplate(
  template: Template,
  index: number,
  { allocation, task, host, capabilities, directories }: TaskSources,
  environment: Readonly<Record<string, string>>,
): WrittenTemplate {
  const path = `template[${index.toString()}]`;
  const references = referencesOf({ allocation, task, host, environment });
  const text = renderTemplate(template, references, `${path}.data`);
  if (!text.ok) return { file: undefined, variables: {}, problems: text.error };
  const content = text.value;
  const seen = capabilities.directories === 'in-task' ? inTask : directories;
  const place = templateDestination(interpolate(template.destination, references), seen);
  const variables = template.intoEnvironment ? readEnvironmentFile(content, `${path}.data`) : ok({});
  return {
    file: place === undefined ? undefined : { path: place, content, mode: template.mode },
    variables: variables.ok ? variables.value : {},
    problems: [
      ...(place === undefined
        ? [problem(`${path}.destination`, 'is no file in the directories of the task')]
        : []),
      ...(variables.ok ? [] : variables.error),
    ],
  };
}
