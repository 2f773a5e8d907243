import type { ContainerNetwork, ContainerSpec } from '../../../src/domain/model/container-spec.js';
import { anIdentity } from './an-identity.js';
import { someLimits } from './some-limits.js';

export const aContainerNetwork = (over: Partial<ContainerNetwork> = {}): ContainerNetwork => ({
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
  ...over,
});

/** Asks for nothing but an image; everything else is as the image and the engine have it. */
export function aContainerSpec(over: Partial<ContainerSpec> = {}): ContainerSpec {
  const identity = over.identity ?? anIdentity();
  return { ...bare, identity, name: `${identity.task}-${identity.attempt}`, ...over };
}

const bare: Omit<ContainerSpec, 'identity' | 'name'> = {
  image: 'busybox:local',
  entrypoint: undefined,
  command: undefined,
  environment: {},
  labels: {},
  user: undefined,
  groups: [],
  workDir: undefined,
  hostname: undefined,
  tty: false,
  interactive: false,
  init: false,
  mounts: [],
  devices: [],
  limits: someLimits(),
  rlimits: [],
  sysctl: {},
  storageOptions: {},
  shmSizeBytes: undefined,
  oomScoreAdj: undefined,
  privileged: false,
  readOnlyRoot: false,
  capAdd: [],
  capDrop: [],
  securityOptions: [],
  runtime: undefined,
  namespaces: { ipc: undefined, pid: undefined, uts: undefined, user: undefined, cgroup: undefined },
  network: aContainerNetwork(),
  logging: undefined,
  healthcheckDisabled: false,
  stopSignal: undefined,
};
