import { type Container, ContainerModule } from 'inversify';

import { AgentLife } from '../services/agent/agent-life.js';
import { DriverHealth } from '../services/agent/driver-health.js';
import { EventHistory } from '../services/agent/event-history.js';
import type { HoldingParts } from '../services/agent/holding-parts.js';
import { Keeper } from '../services/agent/keeper.js';
import { RememberingPass } from '../services/agent/remembering-pass.js';
import { Submission } from '../services/agent/submission.js';
import { WharfAgent } from '../services/agent/wharf-agent.js';
import { ReconcileLoop, type ReconcileLoopPolicy } from '../services/reconcile-loop.js';
import { ReconcilePass } from '../services/reconcile-pass.js';
import { Tokens } from './tokens.js';

/** An agent out of what is bound. Nothing begins before its start. `leaving` is what `Tokens.Leaving` is the signal of. */
export function assembleAgent(container: Container, leaving: AbortController): AgentLife {
  const policy = container.get(Tokens.Timing);
  const clock = container.get(Tokens.Clock);
  const store = container.get(Tokens.TaskStore);
  const health = container.get(Tokens.DriverHealth);
  const history = new EventHistory({ store, clock, policy }, leaving.signal);
  const holding: HoldingParts = {
    tasks: container.get(Tokens.AllocationTasks),
    networking: container.get(Tokens.Networking),
    admission: health,
    drivers: container.get(Tokens.Drivers),
    directories: container.get(Tokens.AllocDirectories),
    removals: container.get(Tokens.AllRemovals),
    store,
    host: container.get(Tokens.HostFacts),
    clock,
    policy,
    observer: {
      event: (event) => {
        history.emit(event);
      },
      output: () => Promise.resolve(),
    },
    closed: leaving.signal,
  };
  const keeper = new Keeper(holding);
  const { reconciling, loop, reconcilePolicy } = reconcilingOf(container, holding, keeper);
  const agent = new WharfAgent({
    ...holding,
    keeper,
    submission: new Submission({
      ...holding,
      keeper,
      berths: container.get(Tokens.Berths),
      ids: container.get(Tokens.Ids),
    }),
    history,
    health,
    reconciling,
    reconcilePolicy,
    logSource: container.get(Tokens.LogSource, { optional: true }),
    owner: container.get(Tokens.Owner),
    pid: process.pid,
    startedAt: clock.now(),
  });
  return new AgentLife({ agent, keeper, history, health, loop, leaving });
}

function reconcilingOf(
  container: Container,
  { store, removals, clock }: HoldingParts,
  keeper: Keeper,
): { reconciling: RememberingPass; loop: ReconcileLoop; reconcilePolicy: ReconcileLoopPolicy } {
  const reconcilePolicy = container.get(Tokens.ReconcilePolicy);
  const pass = new ReconcilePass({
    store,
    removals,
    clock,
    liveAllocs: () => keeper.liveAllocs(),
    runtimes: Object.fromEntries(container.getAll(Tokens.Reconciled)),
  });
  const reconciling = new RememberingPass(pass, clock);
  const diagnostics = container.get(Tokens.Diagnostics);
  const loop = new ReconcileLoop({ pass: reconciling, clock, diagnostics, policy: reconcilePolicy });
  return { reconciling, loop, reconcilePolicy };
}

/** Has drivers start tasks as long as they are healthy. */
export const agentModule = new ContainerModule(({ bind }) => {
  bind(Tokens.DriverHealth).toResolvedValue(
    (drivers, clock, policy) => new DriverHealth({ drivers, clock, policy }),
    [Tokens.Drivers, Tokens.Clock, Tokens.Timing],
  );
  bind(Tokens.StartAdmission).toService(Tokens.DriverHealth);
});
