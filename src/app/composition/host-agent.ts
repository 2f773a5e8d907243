import { join } from 'node:path';

import { ContainerModule } from 'inversify';

import { LevelTaskStore } from '../../adapters/level-store/level-task-store.js';
import { PinoDiagnostics } from '../../adapters/pino/pino-diagnostics.js';
import { ProcfsProcessTable } from '../../adapters/procfs/procfs-process-table.js';
import { SystemClock } from '../../adapters/system/system-clock.js';
import { ThisHost } from '../../adapters/system/this-host.js';
import { type ServiceManagement, takeNotifyVariables } from '../../adapters/systemd/notify-variables.js';
import type { HostFacts } from '../../domain/model/host.js';
import type { Answer } from '../../domain/ports/runtime.js';
import type { TaskStore } from '../../domain/ports/task-store.js';
import { err, ok } from '../../domain/shared/result.js';
import type { Settings } from '../config/settings.js';
import type { RunningAgent } from '../running-agent.js';
import { AgentDoors } from './agent-doors.js';
import { agentModule, assembleAgent } from './assemble-agent.js';
import { compose } from './compose.js';
import { hostModule, makingModule } from './host-module.js';
import { leavingClock } from './leaving-clock.js';
import { networkModules } from './network-modules.js';
import { runtimeModules } from './runtime-modules.js';
import { servicesModule } from './services-module.js';
import { Tokens } from './tokens.js';

/**
 * The agent of this host, which nobody else has the state directory of as long as it is there. What `more` binds or
 * watches comes on top of what is usual.
 */
export async function hostAgent(
  settings: Settings,
  ...more: readonly ContainerModule[]
): Answer<RunningAgent> {
  // Before anything is started that would take them for its own.
  const management = takeNotifyVariables(process.env, process.pid);
  const { stateDirectory, environmentDenylist } = settings;
  const host = new ThisHost({ environment: process.env, environmentDenylist, stateDirectory });
  const facts = await host.facts();
  if (!facts.ok) return facts;
  const store = await LevelTaskStore.open(join(stateDirectory, 'store'), new ProcfsProcessTable());
  if (!store.ok) return err(store.error);
  return ok(await runningAgent(settings, { facts: facts.value, store: store.value, management, more }));
}

interface Found {
  readonly facts: HostFacts;
  readonly store: LevelTaskStore;
  readonly management: ServiceManagement | undefined;
  readonly more: readonly ContainerModule[];
}

async function runningAgent(
  settings: Settings,
  { facts, store, management, more }: Found,
): Promise<RunningAgent> {
  const leaving = new AbortController();
  const drivers = {
    docker: settings.docker,
    exec: settings.exec,
    raw_exec: settings.rawExec,
    java: settings.java,
  };
  const enabled = Object.entries(drivers).filter(([, driver]) => driver.enabled);
  const container = compose(
    hostModule(settings, facts, leavingClock(new SystemClock(), leaving.signal)),
    makingModule(settings),
    keptModule(settings, facts, { store, leaving: leaving.signal }),
    ...(await runtimeModules(settings, new Set(enabled.map(([name]) => name)))),
    ...(await networkModules(settings)),
    servicesModule,
    agentModule,
    ...more,
  );
  const life = assembleAgent(container, leaving);
  const doors = new AgentDoors(life.agent, {
    api: settings.api,
    management,
    clock: container.get(Tokens.Clock),
    diagnostics: container.get(Tokens.Diagnostics),
  });
  return {
    agent: life.agent,
    start: () => life.start(),
    serve: () => doors.open(),
    drain: async () => (await life.drain()).map(({ message, remedy }) => ({ message, remedy })),
    leave: async () => {
      await doors.close();
      await life.leave();
      await store.close();
      container.unbindAll();
    },
  };
}

interface Kept {
  readonly store: TaskStore;
  readonly leaving: AbortSignal;
}

const keptModule = (
  { stateDirectory, danglingContainers, log }: Settings,
  { nodeId: owner }: HostFacts,
  { store, leaving }: Kept,
): ContainerModule =>
  new ContainerModule(({ bind }) => {
    bind(Tokens.TaskStore).toConstantValue(store);
    bind(Tokens.Leaving).toConstantValue(leaving);
    bind(Tokens.Diagnostics).toResolvedValue(() => new PinoDiagnostics(log.level));
    bind(Tokens.ReconcilePolicy).toConstantValue({
      ...danglingContainers,
      owner,
      allocRoot: join(stateDirectory, 'allocs'),
    });
  });
