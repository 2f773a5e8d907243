import type { ContainerSpec } from '../../../domain/model/container-spec.js';
import { labelsOf } from '../../../domain/model/identity.js';
import type { Limits } from '../../../domain/model/limits.js';
import type { JsonObject } from '../../../domain/shared/json.js';
import type { ApiVersion } from '../connection/api-version.js';
import { logConfig } from './log-config.js';
import { mountRequest } from './mount-request.js';
import { networkRequest } from './network-request.js';

/** What an engine is, as far as a request depends on it. */
export interface EngineTraits {
  readonly api: ApiVersion;
  /** Undefined: the engine did not say. */
  readonly cgroup: 'v1' | 'v2' | undefined;
}

/** The body of the request that makes the container. What the spec leaves open is left out. */
export function containerRequest(spec: ContainerSpec, engine: EngineTraits): JsonObject {
  const { PortBindings, ...network } = networkRequest(spec.network, engine.api);
  return {
    Image: spec.image,
    Entrypoint: spec.entrypoint,
    Cmd: spec.command,
    Env: Object.entries(spec.environment)
      .map(([name, value]) => `${name}=${value}`)
      .sort(),
    Labels: { ...spec.labels, ...labelsOf(spec.identity) },
    User: spec.user,
    WorkingDir: spec.workDir,
    Hostname: spec.hostname,
    Tty: spec.tty,
    OpenStdin: spec.interactive,
    StopSignal: spec.stopSignal,
    ...(spec.healthcheckDisabled ? { Healthcheck: { Test: ['NONE'] } } : {}),
    ...network,
    HostConfig: {
      ...limitsRequest(spec.limits, engine),
      ...isolationRequest(spec),
      ...mountRequest(spec.mounts),
      ...hostRequest(spec),
      PortBindings,
      NetworkMode: spec.network.mode,
      Dns: spec.network.dnsServers,
      DnsSearch: spec.network.dnsSearch,
      DnsOptions: spec.network.dnsOptions,
      ExtraHosts: spec.network.extraHosts,
      LogConfig: logConfig(spec),
      // Restarts are decided by the job's restart policy, in one place.
      RestartPolicy: { Name: 'no' },
    },
  };
}

/** No swap: it would let a task grow past its limit slowly instead of being told so. */
function limitsRequest(limits: Limits, { cgroup }: EngineTraits): JsonObject {
  const { memoryBytes, memoryReservationBytes, cpuQuota } = limits;
  return {
    CpuShares: limits.cpuShares,
    CpuQuota: cpuQuota?.quotaUs,
    CpuPeriod: cpuQuota?.periodUs,
    CpusetCpus: limits.cpuset,
    Memory: memoryBytes,
    MemorySwap: memoryBytes,
    MemoryReservation: memoryReservationBytes,
    // The unified hierarchy has no such setting.
    ...(cgroup === 'v1' ? { MemorySwappiness: 0 } : {}),
    PidsLimit: limits.pids,
  };
}

const isolationRequest = (spec: ContainerSpec): JsonObject => ({
  Privileged: spec.privileged,
  ReadonlyRootfs: spec.readOnlyRoot,
  CapAdd: spec.capAdd,
  CapDrop: spec.capDrop,
  SecurityOpt: spec.securityOptions,
  Runtime: spec.runtime,
  IpcMode: spec.namespaces.ipc,
  PidMode: spec.namespaces.pid,
  UTSMode: spec.namespaces.uts,
  UsernsMode: spec.namespaces.user,
  CgroupnsMode: spec.namespaces.cgroup,
});

const hostRequest = (spec: ContainerSpec): JsonObject => ({
  Devices: spec.devices.map(({ hostPath, taskPath, permissions }) => ({
    PathOnHost: hostPath,
    PathInContainer: taskPath,
    CgroupPermissions: permissions,
  })),
  Ulimits: spec.rlimits.map(({ name, soft, hard }) => ({ Name: name, Soft: soft, Hard: hard })),
  Sysctls: spec.sysctl,
  StorageOpt: spec.storageOptions,
  ShmSize: spec.shmSizeBytes,
  OomScoreAdj: spec.oomScoreAdj,
  GroupAdd: spec.groups,
  ...(spec.init ? { Init: true } : {}),
});
