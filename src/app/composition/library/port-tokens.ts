import type { ServiceIdentifier } from 'inversify';

import type { HostFacts } from '../../../domain/model/host.js';
import type { OwnerId } from '../../../domain/model/ids.js';
import type { AllocDirectoriesPort } from '../../../domain/ports/alloc-directories.js';
import type { BindStaging } from '../../../domain/ports/bind-staging.js';
import type { Cgroups } from '../../../domain/ports/cgroups.js';
import type { Clock } from '../../../domain/ports/clock.js';
import type { ContainerRuntime } from '../../../domain/ports/container-runtime.js';
import type { Diagnostics } from '../../../domain/ports/diagnostics.js';
import type { EnginePlace } from '../../../domain/ports/engine-place.js';
import type { Executor } from '../../../domain/ports/executor.js';
import type { HolderImage } from '../../../domain/ports/holder-image.js';
import type { HostPorts } from '../../../domain/ports/host-ports.js';
import type { Ids } from '../../../domain/ports/ids.js';
import type { JavaRuntime } from '../../../domain/ports/java-runtime.js';
import type { JobReader } from '../../../domain/ports/job-reader.js';
import type { LogSink } from '../../../domain/ports/log-sink.js';
import type { LogSource } from '../../../domain/ports/log-source.js';
import type { MountTable } from '../../../domain/ports/mount-table.js';
import type { NameServers } from '../../../domain/ports/name-servers.js';
import type { Namespaces } from '../../../domain/ports/namespaces.js';
import type { NetworkProvisioner } from '../../../domain/ports/network-provisioner.js';
import type { ProcessTable } from '../../../domain/ports/process-table.js';
import type { TaskDriver } from '../../../domain/ports/task-driver.js';
import type { TaskStore } from '../../../domain/ports/task-store.js';
import type { Unmounter } from '../../../domain/ports/unmounter.js';

/** Stands for what is bound under it, and knows the type of that. */
export type Token<T> = ServiceIdentifier<T>;

export const token = <T>(name: string): Token<T> => Symbol(name);

/** What adapters are bound to, and what can be got once they are: a port each, and a few facts. */
export const PortTokens = {
  /** The directories of tasks. */
  AllocDirectories: token<AllocDirectoriesPort>('AllocDirectories'),
  /** Puts what binds lead to where no task can change it. */
  BindStaging: token<BindStaging>('BindStaging'),
  /** The control groups of the host. */
  Cgroups: token<Cgroups>('Cgroups'),
  /** The only source of time. */
  Clock: token<Clock>('Clock'),
  /** Runs containers, for the `docker` driver. */
  ContainerRuntime: token<ContainerRuntime>('ContainerRuntime'),
  /** Is told what goes on inside. */
  Diagnostics: token<Diagnostics>('Diagnostics'),
  /** Bound once per driver. */
  Driver: token<TaskDriver>('Driver'),
  /** All that are bound, by name. */
  Drivers: token<ReadonlyMap<string, TaskDriver>>('Drivers'),
  /** Runs processes, for the `exec`, `java` and `raw_exec` drivers. */
  Executor: token<Executor>('Executor'),
  /** The host as tasks may refer to it. */
  HostFacts: token<HostFacts>('HostFacts'),
  /** What holders of network namespaces are made from. */
  HolderImage: token<HolderImage>('HolderImage'),
  /** The TCP ports of the host. */
  HostPorts: token<HostPorts>('HostPorts'),
  /** Where the engine is that `ContainerRuntime` asks; nothing, unless it is one of this host. */
  EnginePlace: token<EnginePlace>('EnginePlace'),
  /** The only source of fresh ids. */
  Ids: token<Ids>('Ids'),
  /** The Java of the host, for the `java` driver. */
  JavaRuntime: token<JavaRuntime>('JavaRuntime'),
  /** Reads job files. */
  JobReader: token<JobReader>('JobReader'),
  /** Keeps what tasks print. */
  LogSink: token<LogSink>('LogSink'),
  /** Reads back what tasks printed. */
  LogSource: token<LogSource>('LogSource'),
  /** The mounts of the host. */
  MountTable: token<MountTable>('MountTable'),
  /** Whom the host asks for names. */
  NameServers: token<NameServers>('NameServers'),
  /** The network namespaces of processes. */
  Namespaces: token<Namespaces>('Namespaces'),
  /** Makes the networks of groups that have their own. */
  NetworkProvisioner: token<NetworkProvisioner>('NetworkProvisioner'),
  /** Whose everything is that is made. */
  Owner: token<OwnerId>('Owner'),
  /** The processes of the host. */
  ProcessTable: token<ProcessTable>('ProcessTable'),
  /** Takes mounts off the host. */
  Unmounter: token<Unmounter>('Unmounter'),
  /** Keeps what is needed to find started tasks again. */
  TaskStore: token<TaskStore>('TaskStore'),
} as const;
