import { block, blocks, list, map } from '../../shape/collections.js';
import type { DockerPolicy } from '../../model/driver-policy.js';
import { object, optional, required, withDefault, type ObjectOf } from '../../shape/object.js';
import { emptyOr, refused } from '../../shape/refine.js';
import { boolean, duration, integer, oneOf, string } from '../../shape/scalars.js';
import type { Shape } from '../../shape/shape.js';
import { capability } from '../capabilities.js';
import { addedCapabilities } from '../capability-lists.js';
import { program } from '../command.js';
import type { DockerContext } from './context.js';
import { device } from './device.js';
import { archiveIn, imageReference } from './image-reference.js';
import { extraHost, ipAddress, macAddress, publishedPort } from './network-shapes.js';
import { memoryHardLimit, pidsLimit, rlimit } from './resource-shapes.js';
import { allowedMode, allowedRuntime, privileged, securityOption } from './security.js';
import { mountBlock } from './mount-block.js';
import { volumeDriver, volumeEntry } from './volume-entry.js';

/** What depends neither on the operator's policy nor on the task around it: described once, not at every start. */
const fixedFields = {
  image: required(imageReference()),
  auth: optional(
    block(
      object({
        username: withDefault(string(), ''),
        password: withDefault(string(), ''),
        email: optional(string()),
        server_address: optional(string()),
      }),
    ),
  ),
  force_pull: withDefault(boolean(), false),
  image_pull_timeout: optional(duration()),

  command: optional(emptyOr(program())),
  args: withDefault(list(string()), []),
  entrypoint: withDefault(list(string()), []),
  work_dir: optional(string()),
  hostname: optional(string()),
  tty: withDefault(boolean(), false),
  interactive: withDefault(boolean(), false),
  init: withDefault(boolean(), false),
  labels: withDefault(map(string()), {}),
  logging: optional(
    block(
      object({
        type: optional(string()),
        driver: optional(string()),
        config: withDefault(map(string()), {}),
      }),
    ),
  ),
  healthchecks: optional(block(object({ disable: withDefault(boolean(), false) }))),

  cap_drop: withDefault(list(capability()), []),
  security_opt: withDefault(list(securityOption()), []),
  readonly_rootfs: withDefault(boolean(), false),
  group_add: withDefault(list(string()), []),
  cgroupns: optional(oneOf('host', 'private', '')),

  network_mode: optional(string()),
  network_aliases: withDefault(list(string()), []),
  ipv4_address: optional(emptyOr(ipAddress('ipv4'))),
  ipv6_address: optional(emptyOr(ipAddress('ipv6'))),
  mac_address: optional(emptyOr(macAddress())),
  dns_servers: withDefault(list(ipAddress()), []),
  dns_search_domains: withDefault(list(string()), []),
  dns_options: withDefault(list(string()), []),
  extra_hosts: withDefault(list(extraHost()), []),
  port_map: optional(
    refused({
      message: "is for a network in the task's own resources only, and for all of its ports",
      suggestion: 'give the ports of the group\'s network a "to", and list their labels in "ports"',
    }),
  ),

  devices: withDefault(blocks(device()), []),
  storage_opt: withDefault(map(string()), {}),

  cpu_hard_limit: withDefault(boolean(), false),
  cpu_cfs_period: withDefault(integer({ min: 0, max: 1_000_000 }), 0),
  oom_score_adj: optional(integer({ min: -1000, max: 1000 })),
  shm_size: optional(integer({ min: 0 })),
  sysctl: withDefault(map(string()), {}),
  ulimit: withDefault(map(rlimit()), {}),
};

const policedFields = (policy: DockerPolicy) => ({
  runtime: optional(emptyOr(allowedRuntime(policy))),
  privileged: withDefault(privileged(policy), false),
  cap_add: withDefault(addedCapabilities(policy.allowCaps, 'docker'), []),
  pid_mode: optional(emptyOr(allowedMode('pid', policy))),
  ipc_mode: optional(emptyOr(allowedMode('ipc', policy))),
  uts_mode: optional(emptyOr(allowedMode('uts', policy))),
  userns_mode: optional(emptyOr(allowedMode('userns', policy))),
  volume_driver: optional(emptyOr(volumeDriver(policy))),
  pids_limit: optional(pidsLimit(policy)),
});

const surroundedFields = (context: DockerContext) => ({
  load: optional(emptyOr(archiveIn(context.request?.directories.local))),
  ports: withDefault(list(publishedPort(context)), []),
  volumes: withDefault(list(volumeEntry(context)), []),
  mount: withDefault(blocks(mountBlock(context)), []),
  mounts: withDefault(blocks(mountBlock(context)), []),
  memory_hard_limit: optional(memoryHardLimit(context.request?.task.resources.memoryMb)),
});

/** Read so that job files of a cluster are taken as they are; nothing here looks at them. */
const withoutEffect = {
  auth_soft_fail: optional(boolean()),
  advertise_ipv6_address: optional(boolean()),
  container_exists_attempts: optional(integer()),
  cpuset_cpus: optional(string()),
  isolation: optional(refused({ message: 'is for Windows: on Linux, containers know one isolation' })),
};

/** Of these, the ones that a cluster would do something about. */
export const ignoredOptions = {
  advertise_ipv6_address: 'one host registers no services',
  cpuset_cpus: 'cores are kept for a task by cores in its resources',
};

const fields = (context: DockerContext) => ({
  ...fixedFields,
  ...policedFields(context.policy),
  ...surroundedFields(context),
  ...withoutEffect,
});

export type DockerConfig = ObjectOf<ReturnType<typeof fields>>;

/** The `config` block of a docker task, as far as this host's operator, and the task it stands in, allow it. */
export const dockerConfig = (context: DockerContext): Shape<DockerConfig> => object(fields(context));
