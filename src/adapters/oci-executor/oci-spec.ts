import { labelsOf } from '../../domain/model/identity.js';
import type { Mount, Propagation } from '../../domain/model/mount.js';
import type { ProcessSpec } from '../../domain/model/process-spec.js';
import { kernelMounts, maskedPaths, ownCgroup, readOnlyPaths } from './default-mounts.js';
import { assignment, type EntryTools, hostEntry, type HostTask } from './host-entry.js';
import type { HostUser } from './host-users.js';
import type { OciConfig, OciLinux, OciMount, OciNamespace, OciProcess } from './oci-config.js';
import { ociResources } from './oci-resources.js';
import { seccompProfile } from './seccomp-profile.js';
import type { TaskDevice } from './task-devices.js';

/** What of the host a spec's names turned out to be. */
export interface Resolved {
  /** Absolute path in the task. */
  readonly command: string;
  readonly user: HostUser;
  readonly devices: readonly TaskDevice[];
  /** Of the container: its own root directory, still empty, and the directories of the host that go into it. */
  readonly root: { readonly path: string; readonly mounts: readonly OciMount[] };
  /** Needed to leave the container again when the task is not isolated. */
  readonly entryTools: EntryTools | undefined;
  readonly cgroupsPath: string;
  readonly swapLimit: boolean;
  /** Whether the kernel can make all that is mounted in a read-only bind read-only as well. */
  readonly deepReadOnly: boolean;
  /** Sources of binds in which nothing can be mounted; crun takes what is to be read-only all through for a directory. */
  readonly files: ReadonlySet<string>;
  /** Those that the agent has and so can give, with `CAP_` prefix. */
  readonly ownCapabilities: readonly string[];
  /** As Node names it. */
  readonly architecture: string;
}

const ociVersion = '1.0.2';

/** A task as an OCI bundle's `config.json`. */
export function ociConfig(spec: ProcessSpec, resolved: Resolved): OciConfig {
  const { root, cgroupsPath, devices, swapLimit, entryTools } = resolved;
  const { limits, isolation, hostname } = spec;
  const allDevices = isolation.kind === 'host';
  return {
    ociVersion,
    ...(hostname === undefined ? {} : { hostname }),
    annotations: labelsOf(spec.identity),
    process: entryTools === undefined ? processOf(spec, resolved) : entryOf(spec, resolved, entryTools),
    root: { path: root.path, readonly: true },
    mounts: mountsOf(spec, resolved),
    linux: {
      cgroupsPath,
      resources: ociResources({ limits, devices, swapLimit, allDevices }),
      ...isolationOf(spec, resolved),
    },
  };
}

function processOf(spec: ProcessSpec, { command, user, ownCapabilities }: Resolved): OciProcess {
  const wanted = spec.isolation.kind === 'isolated' ? spec.isolation.capabilities : [];
  const granted = wanted.filter((name) => ownCapabilities.includes(name));
  return {
    ...commonOf(spec),
    user: { uid: user.uid, gid: user.gid, additionalGids: user.additionalGids },
    args: [command, ...spec.command.slice(1)],
    env: Object.entries(environmentOf(spec, user)).map(assignment),
    cwd: spec.workDir,
    // Ambient ones too: what a user other than root is granted would be lost when its program is executed. Root is
    // bound to them like everybody.
    capabilities: {
      bounding: granted,
      effective: granted,
      permitted: granted,
      inheritable: granted,
      ambient: granted,
    },
    noNewPrivileges: true,
  };
}

/** The way into the host: with all that the agent may, until the task's user is who it is to be. */
function entryOf(
  spec: ProcessSpec,
  { command, user, ownCapabilities }: Resolved,
  tools: EntryTools,
): OciProcess {
  const isRoot = user.uid === 0;
  const task: HostTask = {
    command: [command, ...spec.command.slice(1)],
    environment: environmentOf(spec, user),
    user,
    workDir: spec.workDir,
  };
  return {
    ...commonOf(spec),
    user: { uid: 0, gid: isRoot ? user.gid : 0, additionalGids: isRoot ? user.additionalGids : [] },
    ...hostEntry(task, tools),
    cwd: '/',
    capabilities: {
      bounding: ownCapabilities,
      effective: ownCapabilities,
      permitted: ownCapabilities,
      inheritable: [],
      ambient: [],
    },
    noNewPrivileges: false,
  };
}

/** An oom score is always said: the monitor has the lowest, and would hand it on. */
const commonOf = ({
  rlimits,
  oomScoreAdj,
}: ProcessSpec): Pick<OciProcess, 'terminal' | 'rlimits' | 'oomScoreAdj'> => ({
  terminal: false,
  rlimits: rlimits.map(({ name, soft, hard }) => ({ type: `RLIMIT_${name.toUpperCase()}`, soft, hard })),
  oomScoreAdj: oomScoreAdj ?? 0,
});

/** With who the task is, unless the spec says otherwise. */
function environmentOf(
  { environment }: ProcessSpec,
  { account }: HostUser,
): Readonly<Record<string, string>> {
  const own = account === undefined ? {} : { HOME: account.home, USER: account.name, LOGNAME: account.name };
  return { ...own, ...environment };
}

function isolationOf(
  { isolation, mounts, network, hostname }: ProcessSpec,
  { devices, architecture }: Resolved,
): Pick<
  OciLinux,
  'namespaces' | 'devices' | 'seccomp' | 'rootfsPropagation' | 'maskedPaths' | 'readonlyPaths'
> {
  const joined: readonly OciNamespace[] =
    network === undefined ? [] : [{ type: 'network', path: network.path }];
  if (isolation.kind === 'host')
    return { namespaces: [{ type: 'mount' }, ...joined], devices: [], rootfsPropagation: 'rslave' };
  return {
    namespaces: [
      { type: 'mount' },
      { type: 'cgroup' },
      ...(isolation.pid === 'private' ? [{ type: 'pid' } as const] : []),
      ...(isolation.ipc === 'private' ? [{ type: 'ipc' } as const] : []),
      ...(hostname === undefined ? [] : [{ type: 'uts' } as const]),
      ...joined,
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

const mountsOf = (
  { mounts, isolation }: ProcessSpec,
  { root, deepReadOnly, files }: Resolved,
): readonly OciMount[] => [
  ...root.mounts,
  ...(isolation.kind === 'isolated' && isolation.ipc === 'host'
    ? kernelMounts.filter(({ destination }) => destination !== '/dev/mqueue')
    : kernelMounts),
  ...(isolation.kind === 'isolated' ? [ownCgroup] : []),
  ...(mounts.some(({ target }) => target === '/tmp') ? [] : [scratch]),
  ...mounts.flatMap((mount) =>
    ociMount(mount, deepReadOnly && !(mount.kind === 'bind' && files.has(mount.source))),
  ),
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

const accessOptions = (readOnly: boolean, deepReadOnly: boolean): readonly string[] =>
  readOnly ? ['ro', ...(deepReadOnly ? ['rro'] : [])] : ['rw'];

function ociMount(mount: Mount, deepReadOnly: boolean): readonly OciMount[] {
  switch (mount.kind) {
    case 'bind':
      return [
        {
          destination: mount.target,
          type: 'bind',
          source: mount.source,
          options: [
            'rbind',
            ...accessOptions(mount.readOnly, deepReadOnly),
            propagationOptions[mount.propagation],
          ],
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
