import type { Failure } from '../domain/model/report.js';
import type { Answer } from '../domain/ports/runtime.js';
import type { Agent } from './agent.js';

/** An agent in this process. */
export interface RunningAgent {
  readonly agent: Agent;
  /** Goes on with what is kept. Answers once that is known. */
  start(): Promise<void>;
  /** Lets others ask it, where the settings say, from when this answers until it leaves; a fault when nobody could. */
  serve(): Answer<undefined>;
  /** Ends all tasks in order; answers with what could not be ended. */
  drain(): Promise<readonly Failure[]>;
  /** Whatever runs goes on. The state directory can be had by the next agent then. */
  leave(): Promise<void>;
}
