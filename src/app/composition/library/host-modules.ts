import { ContainerModule } from 'inversify';

import { HostAllocDirectories } from '../../../adapters/alloc-dirs/host-alloc-directories.js';
import { HostBindStaging } from '../../../adapters/bind-staging/host-bind-staging.js';
import { ProcfsCgroups } from '../../../adapters/procfs/procfs-cgroups.js';
import { ProcfsMountTable } from '../../../adapters/procfs/procfs-mount-table.js';
import { ProcfsNamespaces } from '../../../adapters/procfs/procfs-namespaces.js';
import { ProcfsProcessTable } from '../../../adapters/procfs/procfs-process-table.js';
import { FileLogSink } from '../../../adapters/task-logs/file-log-sink.js';
import { PortTokens } from './port-tokens.js';
import type { Bindings } from './bindings.js';

export const procfsBindings: Bindings = ({ bind }) => {
  bind(PortTokens.MountTable)
    .toResolvedValue(() => new ProcfsMountTable())
    .inSingletonScope();
  bind(PortTokens.Namespaces)
    .toResolvedValue(() => new ProcfsNamespaces())
    .inSingletonScope();
  bind(PortTokens.BindStaging)
    .toResolvedValue((mounts) => new HostBindStaging(mounts), [PortTokens.MountTable])
    .inSingletonScope();
  bind(PortTokens.ProcessTable)
    .toResolvedValue(() => new ProcfsProcessTable())
    .inSingletonScope();
  bind(PortTokens.Cgroups)
    .toResolvedValue((clock) => new ProcfsCgroups(clock), [PortTokens.Clock])
    .inSingletonScope();
};

/** Mounts, processes, their namespaces and control groups of this host, as /proc and /sys tell of them. Needs a clock. */
export const procfsModule = (): ContainerModule => new ContainerModule(procfsBindings);

export interface AllocDirectoriesModuleOptions {
  /** Holds the directories of all tasks. Absolute; this agent's alone; made when it is missing. */
  readonly root: string;
}

/** The directories of tasks, as `AllocDirectories`, on the file system of this host. Needs a mount table. */
export const allocDirectoriesModule = ({ root }: AllocDirectoriesModuleOptions): ContainerModule =>
  new ContainerModule(({ bind }) => {
    bind(PortTokens.AllocDirectories)
      .toResolvedValue((mounts) => new HostAllocDirectories({ root, mounts }), [PortTokens.MountTable])
      .inSingletonScope();
  });

/** Keeps what it is given of a task's output in files that rotate, as `LogSink`. */
export const taskLogsModule = (): ContainerModule =>
  new ContainerModule(({ bind }) => {
    bind(PortTokens.LogSink)
      .toResolvedValue((clock) => new FileLogSink(clock), [PortTokens.Clock])
      .inSingletonScope();
  });
