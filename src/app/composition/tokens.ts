import type { ContainerSpec } from '../../domain/model/container-spec.js';
import type { ProcessSpec } from '../../domain/model/process-spec.js';
import type { Timing } from '../config/timing.js';
import type { AllocationRuns } from '../services/allocation-run.js';
import type { DriverHealth } from '../services/agent/driver-health.js';
import type { AllocationTasks, StartAdmission } from '../services/allocation-tasks.js';
import type { Berths } from '../services/berths.js';
import type { ClearAllocation } from '../services/clear-allocation.js';
import type { JudgeMounts } from '../services/judge-mounts.js';
import type { LeftMounts } from '../services/left-mounts.js';
import type { LoneTasks } from '../services/lone-tasks.js';
import type { Holders } from '../services/network/holders.js';
import type { Networking } from '../services/network/networking.js';
import type { Networks } from '../services/network/networks.js';
import type { PendingRemovals } from '../services/pending-removals.js';
import type { PlanJob } from '../services/plan-job.js';
import type { ReconcileLoopPolicy } from '../services/reconcile-loop.js';
import type { Reconciled } from '../services/reconcile-runtime.js';
import type { RunJob } from '../services/run-job.js';
import type { TaskRequests } from '../services/task-requests.js';
import type { TaskRules } from '../services/task-sources.js';
import type { TaskSights } from '../services/task-sights.js';
import { PortTokens, token } from './library/port-tokens.js';
import type { RuntimeServices } from './runtime-services.js';

/** All that is bound: ports, and the services over them. */
export const Tokens = {
  ...PortTokens,
  AllRemovals: token<readonly PendingRemovals[]>('AllRemovals'),
  AllocationRuns: token<AllocationRuns>('AllocationRuns'),
  AllocationTasks: token<AllocationTasks>('AllocationTasks'),
  Berths: token<Berths>('Berths'),
  ClearAllocation: token<ClearAllocation>('ClearAllocation'),
  ContainerServices: token<RuntimeServices<ContainerSpec>>('ContainerServices'),
  DriverHealth: token<DriverHealth>('DriverHealth'),
  ExecutorServices: token<RuntimeServices<ProcessSpec>>('ExecutorServices'),
  JudgeMounts: token<JudgeMounts>('JudgeMounts'),
  /** Aborts when this process leaves what it runs to itself. */
  Leaving: token<AbortSignal>('Leaving'),
  /** Unbound where nothing runs containers. */
  Holders: token<Holders>('Holders'),
  LeftMounts: token<LeftMounts>('LeftMounts'),
  LoneTasks: token<LoneTasks>('LoneTasks'),
  Networking: token<Networking>('Networking'),
  Networks: token<Networks>('Networks'),
  /** Of networks; the only ones of `Removals` that are of no runtime. */
  NetworkRemovals: token<PendingRemovals>('NetworkRemovals'),
  PlanJob: token<PlanJob>('PlanJob'),
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
  Timing: token<Timing>('Timing'),
} as const;
