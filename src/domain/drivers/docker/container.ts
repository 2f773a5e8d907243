import type { ContainerNamespaces, ContainerSpec } from '../../model/container-spec.js';
import type { DockerPolicy } from '../../model/driver-policy.js';
import type { TaskRequest } from '../../model/task-request.js';
import { capabilityDelta } from '../capabilities.js';
import { given } from '../command.js';
import { instanceName } from '../instance-name.js';
import type { DockerConfig } from './config.js';
import { joinedHolder, networkOf } from './network.js';
import { limitsOf, rlimitsOf } from './resources.js';

type Content = Omit<ContainerSpec, 'identity' | 'mounts'>;

export const contentOf = (config: DockerConfig, request: TaskRequest, policy: DockerPolicy): Content => ({
  ...processOf(config, request),
  ...rightsOf(config, policy),
  devices: config.devices,
  limits: limitsOf(config, request, policy),
  rlimits: rlimitsOf(config, request.task.rlimits),
  sysctl: config.sysctl,
  storageOptions: config.storage_opt,
  shmSizeBytes: config.shm_size === 0 ? undefined : config.shm_size,
  oomScoreAdj: config.oom_score_adj,
  namespaces: namespacesOf(config),
  network: networkOf(config, request),
  logging: loggingOf(config),
  healthcheckDisabled: config.healthchecks?.disable ?? false,
});

const processOf = (config: DockerConfig, { identity, task, environment, network }: TaskRequest) => ({
  name: instanceName(identity),
  image: config.image,
  entrypoint: config.entrypoint.length === 0 ? undefined : config.entrypoint,
  command: commandOf(config),
  environment,
  labels: config.labels,
  user: given(task.user),
  groups: config.group_add,
  workDir: given(config.work_dir),
  // Who joins the network of another container has its name, and can have no other.
  hostname: joinedHolder(config, network) === undefined ? given(config.hostname) : undefined,
  tty: config.tty,
  interactive: config.interactive,
  init: config.init,
  stopSignal: task.killSignal,
});

/** Arguments alone go to the image's own program. */
function commandOf(config: DockerConfig): readonly string[] | undefined {
  const command = given(config.command);
  const words = [...(command === undefined ? [] : [command]), ...config.args];
  return words.length === 0 ? undefined : words;
}

function rightsOf(config: DockerConfig, policy: DockerPolicy) {
  const delta = capabilityDelta(policy.allowCaps, { add: config.cap_add, drop: config.cap_drop });
  return {
    privileged: config.privileged,
    readOnlyRoot: config.readonly_rootfs,
    capAdd: delta.add.map((name) => name.toUpperCase()),
    capDrop: delta.drop.map((name) => name.toUpperCase()),
    securityOptions: config.security_opt,
    runtime: given(config.runtime),
  };
}

const namespacesOf = (config: DockerConfig): ContainerNamespaces => ({
  ipc: given(config.ipc_mode),
  pid: given(config.pid_mode),
  uts: given(config.uts_mode),
  user: given(config.userns_mode),
  cgroup: given(config.cgroupns),
});

/** `type` is the newer word for `driver`. */
function loggingOf({ logging }: DockerConfig): ContainerSpec['logging'] {
  const driver = given(logging?.type) ?? given(logging?.driver);
  return driver === undefined ? undefined : { driver, options: logging?.config ?? {} };
}
