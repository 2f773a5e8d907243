import { ContainerModule } from 'inversify';

import { AllocationRuns } from '../services/allocation-run.js';
import { AllocationTasks } from '../services/allocation-tasks.js';
import { Berths } from '../services/berths.js';
import { ClearAllocation } from '../services/clear-allocation.js';
import { JudgeMounts } from '../services/judge-mounts.js';
import { LeftMounts } from '../services/left-mounts.js';
import { LoneTasks } from '../services/lone-tasks.js';
import { PlanJob } from '../services/plan-job.js';
import { RunJob } from '../services/run-job.js';
import { FairTurns } from '../services/fair-turns.js';
import { TaskRequests } from '../services/task-requests.js';
import { TaskSights } from '../services/task-sights.js';
import { construct } from './construct.js';
import { Tokens } from './tokens.js';

const sources = { drivers: Tokens.Drivers, ids: Tokens.Ids, rules: Tokens.TaskRules } as const;

const taskRequests = construct(TaskRequests, {
  ...sources,
  directories: Tokens.AllocDirectories,
  nameServers: Tokens.NameServers,
  judge: Tokens.JudgeMounts,
});

const clearAllocation = construct(ClearAllocation, {
  directories: Tokens.AllocDirectories,
  removals: Tokens.AllRemovals,
  clock: Tokens.Clock,
  policy: Tokens.Timing,
});

const allocationTasks = construct(AllocationTasks, {
  drivers: Tokens.Drivers,
  requests: Tokens.TaskRequests,
  admission: Tokens.StartAdmission,
  sights: Tokens.TaskSights,
  logs: Tokens.LogSink,
  store: Tokens.TaskStore,
  leftMounts: Tokens.LeftMounts,
  ids: Tokens.Ids,
  clock: Tokens.Clock,
  policy: Tokens.Timing,
  leaving: Tokens.Leaving,
});

const allocationRuns = construct(AllocationRuns, {
  tasks: Tokens.AllocationTasks,
  networking: Tokens.Networking,
  clearing: Tokens.ClearAllocation,
  clock: Tokens.Clock,
});

const berths = construct(Berths, {
  directories: Tokens.AllocDirectories,
  ports: Tokens.HostPorts,
  networks: Tokens.NetworkProvisioner,
});

const runJob = construct(RunJob, {
  drivers: Tokens.Drivers,
  berths: Tokens.Berths,
  allocations: Tokens.AllocationRuns,
  removals: Tokens.AllRemovals,
  host: Tokens.HostFacts,
  ids: Tokens.Ids,
});

const planJob = construct(PlanJob, {
  ...sources,
  host: Tokens.HostFacts,
  directories: Tokens.AllocDirectories,
  ports: Tokens.HostPorts,
});

const loneTasks = construct(LoneTasks, {
  drivers: Tokens.Drivers,
  directories: Tokens.AllocDirectories,
  ports: Tokens.HostPorts,
  requests: Tokens.TaskRequests,
  clearing: Tokens.ClearAllocation,
  host: Tokens.HostFacts,
  ids: Tokens.Ids,
});

/** What is the same whichever adapters are chosen. */
export const servicesModule = new ContainerModule(({ bind }) => {
  bind(Tokens.Drivers).toDynamicValue(
    (context) => new Map(context.getAll(Tokens.Driver).map((driver) => [driver.name, driver])),
  );
  bind(Tokens.AllRemovals).toDynamicValue((context) => context.getAll(Tokens.Removals));
  bind(Tokens.JudgeMounts).toDynamicValue((context) => {
    const engine = context.get(Tokens.EnginePlace, { optional: true });
    return new JudgeMounts({
      mounts: context.get(Tokens.MountTable),
      engines: new Map(engine === undefined ? [] : [['docker', engine]]),
    });
  });
  bind(Tokens.LeftMounts).toDynamicValue((context) => {
    const { leakedMounts } = context.get(Tokens.TaskRules);
    const unmounter = context.get(Tokens.Unmounter, { optional: true });
    return new LeftMounts({
      mounts: context.get(Tokens.MountTable),
      unmounter: leakedMounts === 'report' ? undefined : unmounter,
      store: context.get(Tokens.TaskStore),
      clock: context.get(Tokens.Clock),
      host: context.get(Tokens.HostFacts),
    });
  });
  bind(Tokens.TaskRequests).toDynamicValue(taskRequests);
  bind(Tokens.ClearAllocation).toDynamicValue(clearAllocation);
  bind(Tokens.TaskSights).toResolvedValue(
    (clock, policy) => new TaskSights({ clock, policy, turns: new FairTurns(policy.looksAtOnce) }),
    [Tokens.Clock, Tokens.Timing],
  );
  bind(Tokens.AllocationTasks).toDynamicValue(allocationTasks);
  bind(Tokens.AllocationRuns).toDynamicValue(allocationRuns);
  bind(Tokens.Berths).toDynamicValue(berths);
  bind(Tokens.RunJob).toDynamicValue(runJob);
  bind(Tokens.LoneTasks).toDynamicValue(loneTasks);
  bind(Tokens.PlanJob).toDynamicValue(planJob);
});
