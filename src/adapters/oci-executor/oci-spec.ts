import { labelsOf } from '../../domain/model/identity.js';
import type { Mount, Propagation } from '../../domain/model/mount.js';
import type { ProcessSpec } from '../../domain/model/process-spec.js';
import { kernelMounts, maskedPaths, readOnlyPaths } from './default-mounts.js';
import type { HostUser } from './host-users.js';
import type { CapabilitySet, OciConfig, OciLinux, OciMount, OciProcess } from './oci-config.js';
import { ociResources } from './oci-resources.js';
import { seccompProfile } from './seccomp-profile.js';
import type { TaskDevice } from './task-devices.js';

/** What of the host a spec's names turned out to be. */
export interface Resolved {
  /** Absolute path in the task. */
  readonly command: string;
  readonly user: HostUser;
  readonly devices: readonly TaskDevice[];
  /** Of an isolated task: its own root directory, still empty, and the directories of the host that go into it. */
  readonly root: { readonly path: string; readonly mounts: readonly OciMount[] };
  readonly cgroupsPath: string;
  readonly swapLimit: boolean;
  /** All that the kernel knows, with `CAP_` prefix. */
  readonly allCapabilities: readonly string[];
  /** As Node names it. */
  readonly architecture: string;
}

const ociVersion = '1.0.2';

/** A task as an OCI bundle's `config.json`. */
export function ociConfig(spec: ProcessSpec, resolved: Resolved): OciConfig {
  const isolated = spec.isolation.kind === 'isolated';
  return {
    ociVersion,
    annotations: labelsOf(spec.identity),
    process: processOf(spec, resolved),
    root: isolated ? { path: resolved.root.path, readonly: true } : { path: '/', readonly: false },
    mounts: isolated ? mountsOf(spec, resolved) : [],
    linux: {
      cgroupsPath: resolved.cgroupsPath,
      resources: ociResources({
        limits: spec.limits,
        devices: resolved.devices,
        swapLimit: resolved.swapLimit,
        allDevices: !isolated,
      }),
      ...isolationOf(spec, resolved),
    },
  };
}

const processOf = (spec: ProcessSpec, { command, user, allCapabilities }: Resolved): OciProcess => ({
  terminal: false,
  user: { uid: user.uid, gid: user.gid, additionalGids: user.additionalGids },
  args: [command, ...spec.command.slice(1)],
  env: Object.entries({ ...accountEnvironment(user), ...spec.environment }).map(
    ([name, value]) => `${name}=${value}`,
  ),
  cwd: spec.workDir,
  capabilities: capabilitiesOf(spec, user, allCapabilities),
  rlimits: spec.rlimits.map(({ name, soft, hard }) => ({ type: `RLIMIT_${name.toUpperCase()}`, soft, hard })),
  noNewPrivileges: spec.isolation.kind === 'isolated',
  oomScoreAdj: spec.oomScoreAdj ?? 0,
});

const accountEnvironment = ({ account }: HostUser): Readonly<Record<string, string>> =>
  account === undefined ? {} : { HOME: account.home, USER: account.name, LOGNAME: account.name };

/**
 * Ambient ones too: otherwise what a user other than root is granted would be lost when its program is executed. Root is
 * bound to them like everybody. One that is not isolated has what its user would have anyway.
 */
function capabilitiesOf(
  { isolation }: ProcessSpec,
  user: HostUser,
  all: readonly string[],
): Readonly<Record<CapabilitySet, readonly string[]>> {
  if (isolation.kind === 'host') {
    const held = user.uid === 0 ? all : [];
    return { bounding: all, effective: held, permitted: held, inheritable: [], ambient: [] };
  }
  const granted = isolation.capabilities.filter((name) => all.includes(name));
  return {
    bounding: granted,
    effective: granted,
    permitted: granted,
    inheritable: granted,
    ambient: granted,
  };
}

function isolationOf(
  { isolation, mounts }: ProcessSpec,
  { devices, architecture }: Resolved,
): Pick<
  OciLinux,
  'namespaces' | 'devices' | 'seccomp' | 'rootfsPropagation' | 'maskedPaths' | 'readonlyPaths'
> {
  if (isolation.kind === 'host') return { namespaces: [], devices: [] };
  return {
    namespaces: [
      { type: 'mount' },
      ...(isolation.pid === 'private' ? [{ type: 'pid' } as const] : []),
      ...(isolation.ipc === 'private' ? [{ type: 'ipc' } as const] : []),
    ],
    devices: devices.map(({ taskPath, mode, type, major, minor, uid, gid }) => ({
      path: taskPath,
      type,
      major,
      minor,
      fileMode: mode,
      uid,
      gid,
    })),
    seccomp: seccompProfile(isolation.capabilities, architecture),
    rootfsPropagation: rootPropagationFor(mounts),
    maskedPaths,
    readonlyPaths: readOnlyPaths,
  };
}

/**
 * A mount that is shared with the host stays so only when the root is, too: a slave root makes it one that receives and
 * sends nothing back.
 */
const rootPropagationFor = (mounts: readonly Mount[]): string =>
  mounts.some((mount) => mount.kind === 'bind' && mount.propagation === 'bidirectional')
    ? 'rshared'
    : 'rslave';

const mountsOf = ({ mounts, isolation }: ProcessSpec, { root }: Resolved): readonly OciMount[] => [
  ...root.mounts,
  ...(isolation.kind === 'isolated' && isolation.ipc === 'host'
    ? kernelMounts.filter(({ destination }) => destination !== '/dev/mqueue')
    : kernelMounts),
  ...(mounts.some(({ target }) => target === '/tmp') ? [] : [scratch]),
  ...mounts.flatMap(ociMount),
];

/** The root is read-only, and programs expect to write here. */
const scratch: OciMount = {
  destination: '/tmp',
  type: 'tmpfs',
  source: 'tmpfs',
  options: ['nosuid', 'nodev', 'mode=1777'],
};

const propagationOptions: Readonly<Record<Propagation, string>> = {
  private: 'rprivate',
  'host-to-task': 'rslave',
  bidirectional: 'rshared',
};

function ociMount(mount: Mount): readonly OciMount[] {
  switch (mount.kind) {
    case 'bind':
      return [
        {
          destination: mount.target,
          type: 'bind',
          source: mount.source,
          options: ['rbind', mount.readOnly ? 'ro' : 'rw', propagationOptions[mount.propagation]],
        },
      ];
    case 'tmpfs':
      return [
        {
          destination: mount.target,
          type: 'tmpfs',
          source: 'tmpfs',
          options: [
            'nosuid',
            'nodev',
            ...(mount.sizeBytes === undefined ? [] : [`size=${mount.sizeBytes.toString()}`]),
            ...(mount.mode === undefined ? [] : [`mode=${mount.mode.toString(8)}`]),
          ],
        },
      ];
    case 'volume':
      return [];
  }
}
