import { type Allocation, allocName } from '../model/allocation.js';
import { inTask, type TaskDirectories } from '../model/directories.js';
import type { DriverCapabilities } from '../model/driver-capabilities.js';
import type { HostFacts } from '../model/host.js';
import { shortId } from '../model/ids.js';
import type { Task } from '../model/job.js';
import type { Limits } from '../model/limits.js';
import type { ChosenPort, TaskPort } from '../model/task-request.js';
import type { TaskNetwork } from '../network/task-network.js';
import { cpuMhzOf } from '../drivers/limits.js';
import { cleanName } from './clean-name.js';
import { datacenterOf } from './datacenter.js';
import { interpolate } from './interpolate.js';
import { metaOf } from './meta.js';
import { allocPortEnvironment, portEnvironment, taskPortEnvironment } from './port-environment.js';
import { referencesOf } from './references.js';
import { withoutNames } from './without-names.js';

type Environment = Readonly<Record<string, string>>;

export interface EnvironmentSources {
  readonly allocation: Allocation;
  /** `taskEnvironment` takes it with its meta resolved. */
  readonly task: Task;
  /** On the host; where the task sees them follows from what its driver can do. */
  readonly directories: TaskDirectories;
  readonly host: HostFacts;
  readonly ports: Readonly<Record<string, ChosenPort>>;
  readonly taskPorts: readonly TaskPort[];
  /** That of its group; undefined: the group has the host's. */
  readonly network: TaskNetwork | undefined;
  readonly limits: Limits;
  readonly capabilities: Pick<DriverCapabilities, 'directories' | 'hostEnvironment'>;
  /** Globs of names that are not handed on from the host's environment. */
  readonly denylist: readonly string[];
}

/**
 * The environment of one task, by Nomad's precedence: the host's own, which overrides nothing; what Nomad's agent
 * tells; meta; the task's `env`, in which references to all of the former are resolved.
 *
 * Names that job files choose become names that a shell can use; in a task's own `env` a dot stays as it is for
 * images, many of which read dotted names.
 */
export function taskEnvironment(sources: EnvironmentSources): Environment {
  const given = {
    ...inherited(sources),
    ...agentEnvironment(sources),
    ...metaEnvironment(metaOf(sources.allocation, sources.task)),
  };
  const references = referencesOf({ ...sources, environment: given });
  const own = Object.entries(sources.task.environment).map(([name, value]) => [
    cleanName(name, sources.capabilities.hostEnvironment ? 'replace' : 'keep'),
    interpolate(value, references),
  ]);
  return { ...given, ...(Object.fromEntries(own) as Environment) };
}

/** Meant for wharf itself; the variables of jobs are among them, and their secrets. */
const ours = 'WHARF_*';

const inherited = ({ capabilities, host, denylist }: EnvironmentSources): Environment =>
  capabilities.hostEnvironment ? withoutNames(host.environment, [...denylist, ours]) : {};

/** What Nomad's agent tells of the allocation, the task and where it runs. */
export const agentEnvironment = (sources: EnvironmentSources): Environment => ({
  ...directoryEnvironment(sources),
  ...limitEnvironment(sources),
  ...nameEnvironment(sources.allocation, sources.task),
  ...taskPortEnvironment(sources.taskPorts),
  ...portEnvironment(sources.ports),
  ...allocPortEnvironment(sources.ports, sources.network?.joined.addresses ?? []),
});

function directoryEnvironment({ capabilities, directories }: EnvironmentSources): Environment {
  const seen = capabilities.directories === 'in-task' ? inTask : directories;
  return { NOMAD_ALLOC_DIR: seen.shared, NOMAD_TASK_DIR: seen.local, NOMAD_SECRETS_DIR: seen.secrets };
}

function limitEnvironment({ task: { resources }, limits, host }: EnvironmentSources): Environment {
  const { memoryMb, memoryMaxMb } = resources;
  return {
    NOMAD_CPU_LIMIT: cpuMhzOf(resources, host).toString(),
    ...(limits.cpuset === undefined ? {} : { NOMAD_CPU_CORES: limits.cpuset }),
    NOMAD_MEMORY_LIMIT: memoryMb.toString(),
    ...(typeof memoryMaxMb === 'number' ? { NOMAD_MEMORY_MAX_LIMIT: memoryMaxMb.toString() } : {}),
  };
}

function nameEnvironment(allocation: Allocation, task: Task): Environment {
  const { id, index, job, group } = allocation;
  return {
    NOMAD_ALLOC_ID: id,
    NOMAD_SHORT_ALLOC_ID: shortId(id),
    NOMAD_ALLOC_NAME: allocName(allocation),
    NOMAD_ALLOC_INDEX: index.toString(),
    NOMAD_TASK_NAME: task.name,
    NOMAD_GROUP_NAME: group.name,
    NOMAD_JOB_ID: job.id,
    NOMAD_JOB_NAME: job.name,
    NOMAD_DC: datacenterOf(job),
    NOMAD_REGION: job.region,
    NOMAD_NAMESPACE: job.namespace,
  };
}

/** Under the key as written and in capitals; of two keys that differ in case only, each keeps its own spelling. */
function metaEnvironment(meta: Environment): Environment {
  const named = (spell: (key: string) => string): Environment =>
    Object.fromEntries(
      Object.entries(meta).map(([key, value]) => [`NOMAD_META_${cleanName(spell(key))}`, value]),
    );
  return { ...named((key) => key.toUpperCase()), ...named((key) => key) };
}
