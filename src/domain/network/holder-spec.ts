import { instanceName } from '../drivers/instance-name.js';
import { type HashSpec, identified } from '../drivers/translation.js';
import type { ContainerSpec } from '../model/container-spec.js';
import type { Limits } from '../model/limits.js';
import { groupIdentity, type NetworkSources } from './network-plan.js';

/**
 * The container that keeps the network of a group: it has no network but what is made for it, may do nothing, and has no
 * limits, since it takes next to nothing and all of its group ends with it.
 */
export function holderSpec(
  sources: Omit<NetworkSources, 'ports'>,
  image: string,
  hash: HashSpec,
): ContainerSpec {
  const { allocation, attempt } = sources;
  const identity = { ...groupIdentity('holder', sources), attempt };
  const name = instanceName({ ...identity, task: 'network' });
  const { hostname } = allocation.group.network;
  return identified<ContainerSpec>({ ...bare, image, name, hostname }, identity, hash);
}

const least: Limits = {
  cpuShares: 2,
  cpuQuota: undefined,
  cpuset: undefined,
  memoryBytes: undefined,
  memoryReservationBytes: undefined,
  pids: undefined,
};

const bare: Omit<ContainerSpec, 'identity' | 'image' | 'name' | 'hostname'> = {
  entrypoint: undefined,
  command: undefined,
  environment: {},
  labels: {},
  user: undefined,
  groups: [],
  workDir: undefined,
  tty: false,
  interactive: false,
  init: false,
  mounts: [],
  devices: [],
  limits: least,
  rlimits: [],
  sysctl: {},
  storageOptions: {},
  shmSizeBytes: undefined,
  oomScoreAdj: undefined,
  privileged: false,
  readOnlyRoot: true,
  capAdd: [],
  capDrop: ['ALL'],
  securityOptions: ['no-new-privileges'],
  runtime: undefined,
  namespaces: { ipc: undefined, pid: undefined, uts: undefined, user: undefined, cgroup: undefined },
  network: {
    mode: 'none',
    aliases: [],
    ipv4: undefined,
    ipv6: undefined,
    mac: undefined,
    dnsServers: [],
    dnsSearch: [],
    dnsOptions: [],
    extraHosts: [],
    ports: [],
  },
  logging: undefined,
  healthcheckDisabled: true,
  stopSignal: undefined,
};
