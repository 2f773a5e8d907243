import type {
  LogPolicy,
  Resources,
  RestartPolicy,
  Task,
  Template,
  VolumeMount,
} from '../../../domain/model/job.js';
import type { Labelled } from '../../../domain/shape/collections.js';
import { asItIs } from '../syntax/escaped-references.js';
import { configWithPorts } from './own-ports.js';
import { defaultSecretsMb, type ResourcesBlock } from './resources-shape.js';
import type { TaskBlock } from './task-shape.js';

const defaultCpuMhz = 100;
const megabyte = 1024 * 1024;

export function makeTask(
  { label, value: task }: Labelled<TaskBlock>,
  groupRestart: TaskBlock['restart'],
  restart: RestartPolicy,
): Task {
  return {
    name: label,
    driver: task.driver,
    config: configWithPorts(task.driver, task.config, task.resources.network?.port ?? []),
    environment: task.env,
    meta: task.meta,
    user: task.user === '' ? undefined : task.user,
    leader: task.leader,
    lifecycle: task.lifecycle,
    restart: merge(merge(restart, groupRestart), task.restart),
    killTimeoutMs: task.kill_timeout,
    killSignal: task.kill_signal ?? undefined,
    shutdownDelayMs: task.shutdown_delay,
    logs: logsOf(task.logs),
    resources: resourcesOf(task.resources),
    // Nomad has them in the configs of its drivers only.
    rlimits: [],
    volumeMounts: task.volume_mount.map(mountOf),
    templates: task.template.map(templateOf),
  };
}

const merge = (policy: RestartPolicy, block: TaskBlock['restart']): RestartPolicy => ({
  attempts: block?.attempts ?? policy.attempts,
  intervalMs: block?.interval ?? policy.intervalMs,
  delayMs: block?.delay ?? policy.delayMs,
  mode: block?.mode ?? policy.mode,
});

const logsOf = (logs: TaskBlock['logs']): LogPolicy => ({
  maxFiles: logs.max_files,
  maxFileBytes: logs.max_file_size * megabyte,
  disabled: logs.disabled || !logs.enabled,
});

function resourcesOf(block: ResourcesBlock): Resources {
  const cores = orAbsent(block.cores);
  return {
    cpuMhz: block.cpu ?? (cores === undefined ? defaultCpuMhz : 0),
    cores,
    memoryMb: block.memory,
    memoryMaxMb: block.memory_max === -1 ? 'none' : orAbsent(block.memory_max),
    secretsMb: orAbsent(block.secrets) ?? defaultSecretsMb,
  };
}

const orAbsent = (number: number | undefined): number | undefined => (number === 0 ? undefined : number);

const mountOf = (mount: TaskBlock['volume_mount'][number]): VolumeMount => ({
  volume: mount.volume,
  destination: mount.destination,
  readOnly: mount.read_only,
  propagation: mount.propagation_mode,
});

const templateOf = (template: TaskBlock['template'][number]): Template => ({
  text: asItIs(template.data ?? ''),
  destination: template.destination,
  mode: template.perms,
  delimiters: { left: template.left_delimiter || '{{', right: template.right_delimiter || '}}' },
  intoEnvironment: template.env,
});
