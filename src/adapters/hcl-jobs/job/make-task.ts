import type { Resources, RestartPolicy, Task, Template, VolumeMount } from '../../../domain/model/job.js';
import type { Labelled } from '../../../domain/shape/collections.js';
import type { ResourcesBlock } from './resources-shape.js';
import type { TaskBlock } from './task-shape.js';

const defaultKillTimeoutMs = 5000;
const megabyte = 1024 * 1024;

export function makeTask(
  { label, value: task }: Labelled<TaskBlock>,
  groupRestart: TaskBlock['restart'],
  restart: RestartPolicy,
): Task {
  return {
    name: label,
    driver: task.driver,
    config: task.config,
    environment: task.env,
    meta: task.meta,
    user: task.user === '' ? undefined : task.user,
    leader: task.leader,
    lifecycle: task.lifecycle ?? { hook: 'main', sidecar: false },
    restart: merge(merge(restart, groupRestart), task.restart),
    killTimeoutMs: task.kill_timeout ?? defaultKillTimeoutMs,
    killSignal: task.kill_signal,
    shutdownDelayMs: task.shutdown_delay,
    logs: {
      maxFiles: task.logs?.max_files ?? 10,
      maxFileBytes: (task.logs?.max_file_size ?? 10) * megabyte,
      disabled: task.logs?.disabled === true || task.logs?.enabled === false,
    },
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

function resourcesOf(block: ResourcesBlock | undefined): Resources {
  const cores = block?.cores === 0 ? undefined : block?.cores;
  const max = block?.memory_max;
  return {
    cpuMhz: block?.cpu ?? (cores === undefined ? 100 : 0),
    cores,
    memoryMb: block?.memory ?? 300,
    memoryMaxMb: max === -1 ? 'none' : max === 0 ? undefined : max,
    secretsMb: block?.secrets === 0 ? 1 : (block?.secrets ?? 1),
  };
}

const mountOf = (mount: TaskBlock['volume_mount'][number]): VolumeMount => ({
  volume: mount.volume,
  destination: mount.destination,
  readOnly: mount.read_only,
  propagation: mount.propagation_mode === '' ? 'private' : mount.propagation_mode,
});

const templateOf = (template: TaskBlock['template'][number]): Template => ({
  text: template.data ?? '',
  destination: template.destination,
  mode: template.perms,
  delimiters: {
    left: template.left_delimiter === '' ? '{{' : template.left_delimiter,
    right: template.right_delimiter === '' ? '}}' : template.right_delimiter,
  },
  intoEnvironment: template.env,
});
