import type { ServiceIdentifier } from 'inversify';

import type { HostFacts } from '../../../domain/model/host.js';
import type { OwnerId } from '../../../domain/model/ids.js';
import type { AllocDirectoriesPort } from '../../../domain/ports/alloc-directories.js';
import type { Cgroups } from '../../../domain/ports/cgroups.js';
import type { Clock } from '../../../domain/ports/clock.js';
import type { ContainerRuntime } from '../../../domain/ports/container-runtime.js';
import type { Diagnostics } from '../../../domain/ports/diagnostics.js';
import type { Executor } from '../../../domain/ports/executor.js';
import type { HostPorts } from '../../../domain/ports/host-ports.js';
import type { Ids } from '../../../domain/ports/ids.js';
import type { JobReader } from '../../../domain/ports/job-reader.js';
import type { LogSink } from '../../../domain/ports/log-sink.js';
import type { LogSource } from '../../../domain/ports/log-source.js';
import type { MountTable } from '../../../domain/ports/mount-table.js';
import type { ProcessTable } from '../../../domain/ports/process-table.js';
import type { TaskDriver } from '../../../domain/ports/task-driver.js';
import type { TaskStore } from '../../../domain/ports/task-store.js';

/** Stands for what is bound under it, and knows the type of that. */
export type Token<T> = ServiceIdentifier<T>;

export const token = <T>(name: string): Token<T> => Symbol(name);

/** What adapters are bound to, and what can be got once they are: a port each, and a few facts. */
export const PortTokens = {
  /** The directories of tasks. */
  AllocDirectories: token<AllocDirectoriesPort>('AllocDirectories'),
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
  /** Runs processes, for the `exec` and `raw_exec` drivers. */
  Executor: token<Executor>('Executor'),
  /** The host as tasks may refer to it. */
  HostFacts: token<HostFacts>('HostFacts'),
  /** The TCP ports of the host. */
  HostPorts: token<HostPorts>('HostPorts'),
  /** The only source of fresh ids. */
  Ids: token<Ids>('Ids'),
  /** Reads job files. */
  JobReader: token<JobReader>('JobReader'),
  /** Keeps what tasks print. */
  LogSink: token<LogSink>('LogSink'),
  /** Reads back what tasks printed. */
  LogSource: token<LogSource>('LogSource'),
  /** The mounts of the host. */
  MountTable: token<MountTable>('MountTable'),
  /** Whose everything is that is made. */
  Owner: token<OwnerId>('Owner'),
  /** The processes of the host. */
  ProcessTable: token<ProcessTable>('ProcessTable'),
  /** Keeps what is needed to find started tasks again. */
  TaskStore: token<TaskStore>('TaskStore'),
} as const;
