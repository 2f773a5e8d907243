import type { Answer } from '../domain/ports/runtime.js';
import type { Agent, AgentHealth, AllocStatus } from './agent.js';
import type { NumberedEvent } from '../domain/model/event.js';

/**
 * An agent that runs elsewhere. Everything answers as the agent itself does, within a bound, but for streams that were
 * asked to go on. `unavailable`, with a remedy, when no agent is there; `permission-denied` when it may not be asked.
 * What would change something is `outcome-unknown` when the agent was asked and its answer did not come.
 *
 * A stream that breaks off before its end rejects with a `LostAgent`.
 */
export interface AgentClient extends Omit<Agent, 'health' | 'allocations' | 'find' | 'events'> {
  health(): Answer<AgentHealth>;
  allocations(): Answer<readonly AllocStatus[]>;
  find(prefix: string): Answer<AllocStatus>;
  /** Once it has answered, nothing that happens is missed. */
  events(after: number | undefined, signal: AbortSignal): Answer<AsyncIterable<NumberedEvent>>;
}

/** The connection broke while more was to come. */
export class LostAgent extends Error {}

/** How long to wait for an answer, in milliseconds. */
export interface Patience {
  /** Where nothing has to be waited for. */
  readonly answerMs: number;
  /** Where tasks have to be stopped, or a whole host to be gone through. */
  readonly workMs: number;
}

export const usualPatience: Patience = { answerMs: 15_000, workMs: 600_000 };
