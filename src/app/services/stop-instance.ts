import type { InstanceId, Instant } from '../../domain/model/ids.js';
import type { Instance, InstanceState } from '../../domain/model/instance.js';
import type { SignalName } from '../../domain/model/signals.js';
import type { StopPolicy } from '../../domain/model/stop-policy.js';
import type { Clock } from '../../domain/ports/clock.js';
import type { Answer } from '../../domain/ports/runtime.js';
import { done, err } from '../../domain/shared/result.js';
import { nextStopStep } from '../../domain/stop/stop-escalation.js';
import type { ExitWatch } from './exit-watch.js';

/** What this service needs of a runtime, whatever its specs. */
export interface Signalling {
  inspect(id: InstanceId, signal: AbortSignal): Answer<Instance>;
  signal(id: InstanceId, name: SignalName, signal: AbortSignal): Answer<undefined>;
}

interface Look {
  /** Undefined: the host has no such instance. */
  readonly state: InstanceState | undefined;
  readonly stopSignal?: SignalName | undefined;
}

/** Acts out the stop escalation: one step at a time, no rule of its own. */
export class StopInstance {
  readonly #runtime: Signalling;
  readonly #exits: ExitWatch;
  readonly #clock: Clock;

  constructor(runtime: Signalling, exits: ExitWatch, clock: Clock) {
    this.#runtime = runtime;
    this.#exits = exits;
    this.#clock = clock;
  }

  /** Answers once the instance has ended; `internal` when it was killed and lives on. */
  async stop(id: InstanceId, policy: StopPolicy, signal: AbortSignal): Answer<undefined> {
    let signalledAt: Instant | undefined;
    let killedAt: Instant | undefined;
    for (;;) {
      const { state, stopSignal } = await this.#look(id, signal);
      const step = nextStopStep(
        { state, signalledAt, killedAt },
        { ...policy, signal: policy.signal ?? stopSignal },
        this.#clock.now(),
      );
      switch (step.do) {
        case 'finish':
          return done;
        case 'signal':
          signalledAt = this.#clock.now();
          await this.#runtime.signal(id, step.name, signal);
          break;
        case 'kill':
          killedAt = this.#clock.now();
          await this.#runtime.signal(id, 'SIGKILL', signal);
          break;
        case 'wait':
          await this.#waitFor(id, step.until);
          break;
        case 'give-up':
          return err({ kind: 'internal', message: `it was killed and lives on: ${reasonOf(state)}` });
      }
    }
  }

  /** A runtime that can't answer leaves the state unknown: the escalation goes on, and stays bounded. */
  async #look(id: InstanceId, signal: AbortSignal): Promise<Look> {
    const seen = await this.#runtime.inspect(id, signal);
    if (seen.ok) return { state: seen.value.state, stopSignal: seen.value.stopSignal };
    if (seen.error.kind === 'not-found') return { state: undefined };
    return { state: { phase: 'unknown', why: seen.error.message } };
  }

  async #waitFor(id: InstanceId, until: Instant): Promise<void> {
    const over = new AbortController();
    const ended = this.#exits.wait(id, over.signal);
    await Promise.race([this.#clock.sleep(until - this.#clock.now(), over.signal), ended]);
    over.abort();
  }
}

function reasonOf(state: InstanceState | undefined): string {
  if (state?.phase === 'running') return `pid ${state.pid.toString()} does not end`;
  return state?.phase === 'unknown' ? state.why : 'nothing is known of it';
}
