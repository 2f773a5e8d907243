import type { ServiceIdentifier } from 'inversify';

import type { ContainerSpec } from '../../domain/model/container-spec.js';
import type { HostFacts } from '../../domain/model/host.js';
import type { OwnerId } from '../../domain/model/ids.js';
import type { ProcessSpec } from '../../domain/model/process-spec.js';
import type { AllocDirectoriesPort } from '../../domain/ports/alloc-directories.js';
import type { Cgroups } from '../../domain/ports/cgroups.js';
import type { Clock } from '../../domain/ports/clock.js';
import type { ContainerRuntime } from '../../domain/ports/container-runtime.js';
import type { Diagnostics } from '../../domain/ports/diagnostics.js';
import type { Executor } from '../../domain/ports/executor.js';
import type { HostPorts } from '../../domain/ports/host-ports.js';
import type { Ids } from '../../domain/ports/ids.js';
import type { JobReader } from '../../domain/ports/job-reader.js';
import type { LogSink } from '../../domain/ports/log-sink.js';
import type { LogSource } from '../../domain/ports/log-source.js';
import type { MountTable } from '../../domain/ports/mount-table.js';
import type { ProcessTable } from '../../domain/ports/process-table.js';
import type { TaskDriver } from '../../domain/ports/task-driver.js';
import type { TaskStore } from '../../domain/ports/task-store.js';
import type { Timing } from '../config/timing.js';
import type { AllocationRuns } from '../services/allocation-run.js';
import type { DriverHealth } from '../services/agent/driver-health.js';
import type { AllocationTasks, StartAdmission } from '../services/allocation-tasks.js';
import type { Berths } from '../services/berths.js';
import type { ClearAllocation } from '../services/clear-allocation.js';
import type { PendingRemovals } from '../services/pending-removals.js';
import type { PlanJob } from '../services/plan-job.js';
import type { ReconcileLoopPolicy } from '../services/reconcile-loop.js';
import type { Reconciled } from '../services/reconcile-runtime.js';
import type { RunJob } from '../services/run-job.js';
import type { TaskRequests } from '../services/task-requests.js';
import type { TaskRules } from '../services/task-sources.js';
import type { TaskSights } from '../services/task-sights.js';
import type { RuntimeServices } from './runtime-services.js';

const token = <T>(name: string): ServiceIdentifier<T> => Symbol(name);

export const Tokens = {
  AllocDirectories: token<AllocDirectoriesPort>('AllocDirectories'),
  AllRemovals: token<readonly PendingRemovals[]>('AllRemovals'),
  AllocationRuns: token<AllocationRuns>('AllocationRuns'),
  AllocationTasks: token<AllocationTasks>('AllocationTasks'),
  Berths: token<Berths>('Berths'),
  Cgroups: token<Cgroups>('Cgroups'),
  ClearAllocation: token<ClearAllocation>('ClearAllocation'),
  Clock: token<Clock>('Clock'),
  ContainerServices: token<RuntimeServices<ContainerSpec>>('ContainerServices'),
  ContainerRuntime: token<ContainerRuntime>('ContainerRuntime'),
  /** Bound once per driver. */
  Driver: token<TaskDriver>('Driver'),
  /** By name. */
  Drivers: token<ReadonlyMap<string, TaskDriver>>('Drivers'),
  Executor: token<Executor>('Executor'),
  DriverHealth: token<DriverHealth>('DriverHealth'),
  Diagnostics: token<Diagnostics>('Diagnostics'),
  ExecutorServices: token<RuntimeServices<ProcessSpec>>('ExecutorServices'),
  HostFacts: token<HostFacts>('HostFacts'),
  HostPorts: token<HostPorts>('HostPorts'),
  Ids: token<Ids>('Ids'),
  JobReader: token<JobReader>('JobReader'),
  /** Aborts when this process leaves what it runs to itself. */
  Leaving: token<AbortSignal>('Leaving'),
  LogSource: token<LogSource>('LogSource'),
  LogSink: token<LogSink>('LogSink'),
  MountTable: token<MountTable>('MountTable'),
  Owner: token<OwnerId>('Owner'),
  PlanJob: token<PlanJob>('PlanJob'),
  ProcessTable: token<ProcessTable>('ProcessTable'),
  /** Bound once per runtime, with the name that people know it by. */
  Reconciled: token<readonly [string, Reconciled]>('Reconciled'),
  ReconcilePolicy: token<ReconcileLoopPolicy>('ReconcilePolicy'),
  /** Bound once per runtime. */
  Removals: token<PendingRemovals>('Removals'),
  RunJob: token<RunJob>('RunJob'),
  StartAdmission: token<StartAdmission>('StartAdmission'),
  TaskRequests: token<TaskRequests>('TaskRequests'),
  TaskRules: token<TaskRules>('TaskRules'),
  TaskSights: token<TaskSights>('TaskSights'),
  TaskStore: token<TaskStore>('TaskStore'),
  Timing: token<Timing>('Timing'),
} as const;
