import { readFile, stat } from 'node:fs/promises';
import { release } from 'node:os';

import { fault, type RuntimeFault } from '../../domain/faults/runtime-fault.js';
import type { InstanceId } from '../../domain/model/ids.js';
import type { Mount } from '../../domain/model/mount.js';
import type { ProcessSpec } from '../../domain/model/process-spec.js';
import type { Cgroups } from '../../domain/ports/cgroups.js';
import type { MountTable } from '../../domain/ports/mount-table.js';
import type { Answer } from '../../domain/ports/runtime.js';
import { err, ok } from '../../domain/shared/result.js';
import { cgroupOf } from './bundle.js';
import { capabilityNames } from './capability-names.js';
import { specFault, withSources } from './check-spec.js';
import { lookUpCommand } from './command-lookup.js';
import { kernelMounts } from './default-mounts.js';
import { type EntryTools, findEntryTools } from './host-entry.js';
import { findUser, type HostUser, ownUser, readUserFiles } from './host-users.js';
import type { OciConfig, OciMount } from './oci-config.js';
import { ociConfig, type Resolved } from './oci-spec.js';
import { errnoFault } from './read-fault.js';
import { defaultRootDirectories, type RootEntry, readRootEntries, rootMounts } from './root-filesystem.js';
import { readDevices } from './task-devices.js';
import { hostView, type TaskView } from './task-view.js';

/** A bundle that only has to be written. */
export interface Prepared {
  readonly config: OciConfig;
  /** Links that go into the root directory, by their path in the task. */
  readonly links: Readonly<Record<string, string>>;
}

/** What of the host stays as it is until the next boot. */
type HostConstants = Pick<Resolved, 'ownCapabilities' | 'swapLimit' | 'deepReadOnly'>;

/**
 * Finds on the host all that a spec names. Whatever is missing or can't be is told now, while there is nothing to clean
 * up.
 */
export class Preparation {
  readonly #rootDirectories: readonly string[];
  readonly #mounts: MountTable;
  readonly #cgroups: Cgroups;
  #constants: HostConstants | undefined;

  constructor(rootDirectories: readonly string[], mounts: MountTable, cgroups: Cgroups) {
    this.#rootDirectories = rootDirectories;
    this.#mounts = mounts;
    this.#cgroups = cgroups;
  }

  async prepare(asked: ProcessSpec, id: InstanceId, rootPath: string): Answer<Prepared> {
    const refusal = specFault(asked) ?? (await workDirFault(asked));
    if (refusal !== undefined) return err(refusal);
    const [located, user, devices, root, entryTools, constants] = await Promise.all([
      withSources(asked),
      userOf(asked),
      readDevices(asked.devices),
      this.#root(asked),
      entryToolsFor(asked),
      this.#hostConstants(),
    ]);
    if (!located.ok) return located;
    if (!user.ok) return user;
    if (!devices.ok) return devices;
    if (!root.ok) return root;
    const spec = located.value;
    const view = viewOf(spec, root.value.mounts, root.value.links);
    const { environment, command: words } = spec;
    const command = await lookUpCommand({ command: words[0], environment, view, user: user.value });
    if (!command.ok) return command;
    if (!entryTools.ok) return entryTools;
    if (!constants.ok) return constants;
    const files = await fileSources(spec.mounts);
    const config = ociConfig(spec, {
      files,
      command: command.value,
      entryTools: entryTools.value,
      user: user.value,
      devices: devices.value,
      root: { path: rootPath, mounts: root.value.mounts },
      cgroupsPath: cgroupOf(id),
      architecture: process.arch,
      ...constants.value,
    });
    return ok({ config, links: root.value.links });
  }

  async #root({ isolation }: ProcessSpec): Answer<{
    readonly mounts: readonly OciMount[];
    readonly links: Readonly<Record<string, string>>;
  }> {
    const [entries, hostMounts] = await Promise.all([
      readRootEntries(isolation.kind === 'host' ? defaultRootDirectories : this.#rootDirectories),
      this.#mounts.list(),
    ]);
    if (!hostMounts.ok) return hostMounts;
    return ok({ mounts: rootMounts(entries, hostMounts.value), links: linksOf(entries) });
  }

  async #hostConstants(): Answer<HostConstants> {
    if (this.#constants !== undefined) return ok(this.#constants);
    const swapLimit = await this.#cgroups.limitsSwap();
    if (!swapLimit.ok) return swapLimit;
    this.#constants = {
      ownCapabilities: await readOwnCapabilities(),
      swapLimit: swapLimit.value,
      deepReadOnly: setsMountAttributes(release()),
    };
    return ok(this.#constants);
  }
}

/** Sources of binds in which nothing can be mounted. */
async function fileSources(mounts: readonly Mount[]): Promise<ReadonlySet<string>> {
  const looked = mounts.map(async (mount) => {
    if (mount.kind !== 'bind' || !mount.readOnly) return [];
    const seen = await stat(mount.source).catch(() => undefined);
    return seen?.isDirectory() === false ? [mount.source] : [];
  });
  return new Set((await Promise.all(looked)).flat());
}

const userOf = async ({ user }: ProcessSpec): Answer<HostUser> =>
  user === undefined ? ok(ownUser()) : findUser(user, await readUserFiles());

const entryToolsFor = async ({ isolation }: ProcessSpec): Answer<EntryTools | undefined> =>
  isolation.kind === 'host' ? findEntryTools() : ok(undefined);

/** mount_setattr(2) came with Linux 5.12. */
function setsMountAttributes(kernel: string): boolean {
  const [major = 0, minor = 0] = kernel.split('.').map(Number);
  return major > 5 || (major === 5 && minor >= 12);
}

/** What the agent may hand on: the kernel refuses to give more. */
async function readOwnCapabilities(): Promise<readonly string[]> {
  const status = await readFile('/proc/self/status', 'utf8');
  const bits = (set: string): bigint =>
    BigInt(`0x${new RegExp(`^${set}:\\s*(\\w+)`, 'm').exec(status)?.[1] ?? '0'}`);
  const held = bits('CapPrm') & bits('CapBnd');
  return capabilityNames.filter((_, number) => ((held >> BigInt(number)) & 1n) === 1n);
}

const linksOf = (entries: readonly RootEntry[]): Readonly<Record<string, string>> =>
  Object.fromEntries(entries.flatMap((entry) => (entry.kind === 'link' ? [[entry.path, entry.to]] : [])));

/** In the order in which they will be mounted. */
function viewOf(
  { isolation, mounts }: ProcessSpec,
  rootBinds: readonly OciMount[],
  links: TaskView['links'],
): TaskView {
  if (isolation.kind === 'host') return hostView;
  return {
    links,
    mounts: [
      ...rootBinds.map(({ destination, source }) => ({ target: destination, source })),
      ...kernelMounts.map(({ destination }) => ({ target: destination, source: undefined })),
      ...mounts.map((mount) => ({
        target: mount.target,
        source: mount.kind === 'bind' ? mount.source : undefined,
      })),
    ],
  };
}

/** In a root of its own a task finds its working directory made; in the host's nothing is made. */
async function workDirFault({ isolation, workDir }: ProcessSpec): Promise<RuntimeFault | undefined> {
  if (isolation.kind === 'isolated') return undefined;
  try {
    return (await stat(workDir)).isDirectory()
      ? undefined
      : fault('invalid-spec', `the working directory ${workDir} is no directory`);
  } catch (cause) {
    return errnoFault(`work in ${workDir}`, cause);
  }
}
