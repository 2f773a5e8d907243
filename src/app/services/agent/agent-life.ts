import type { RuntimeFault } from '../../../domain/faults/runtime-fault.js';
import type { Result } from '../../../domain/shared/result.js';
import type { Agent } from '../../agent.js';
import type { ReconcileLoop } from '../reconcile-loop.js';
import type { DriverHealth } from './driver-health.js';
import type { EventHistory } from './event-history.js';
import type { Keeper } from './keeper.js';

export interface AgentLifeParts {
  readonly agent: Agent;
  readonly keeper: Keeper;
  readonly history: EventHistory;
  readonly health: DriverHealth;
  readonly loop: ReconcileLoop;
  /** Aborted when it leaves. */
  readonly leaving: AbortController;
}

/** The life of an agent in this process, from its start until it leaves what it runs to itself. */
export class AgentLife {
  readonly #parts: AgentLifeParts;

  constructor(parts: AgentLifeParts) {
    this.#parts = parts;
  }

  get agent(): Agent {
    return this.#parts.agent;
  }

  /** Goes on with what is kept. Answers once that is known; as long as it can't be read it is tried again. */
  async start(): Promise<void> {
    const { keeper, history, health, loop, leaving } = this.#parts;
    const seen = health.start();
    await history.load();
    await keeper.recover();
    await seen;
    if (!leaving.signal.aborted) loop.start();
  }

  /** Ends the tasks of all allocations in order, and answers once none is left; with why some are. */
  async drain(): Promise<readonly RuntimeFault[]> {
    const { keeper } = this.#parts;
    const live = keeper.held.filter(({ isLive }) => isLive);
    const ended: readonly Result<undefined, RuntimeFault>[] = await Promise.all(
      live.map(({ id }) => keeper.stop(id, false)),
    );
    return ended.flatMap((one) => (one.ok ? [] : [one.error]));
  }

  /** Whatever runs goes on. Nothing is begun any more. */
  async leave(): Promise<void> {
    const { health, loop, leaving } = this.#parts;
    leaving.abort();
    await Promise.all([health.close(), loop.close()]);
  }
}
