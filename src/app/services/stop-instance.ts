import type { InstanceId, Tick } from '../../domain/model/ids.js';
import type { Instance, InstanceState } from '../../domain/model/instance.js';
import type { SignalName } from '../../domain/model/signals.js';
import type { StopPolicy } from '../../domain/model/stop-policy.js';
import type { Clock } from '../../domain/ports/clock.js';
import type { Answer } from '../../domain/ports/runtime.js';
import { done, err } from '../../domain/shared/result.js';
import { afterSending, nextStopStep, type Sending } from '../../domain/stop/stop-escalation.js';
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
  readonly #repeatMs: number;

  /** `repeatMs`: milliseconds before the same signal is sent again. */
  constructor(runtime: Signalling, exits: ExitWatch, clock: Clock, repeatMs: number) {
    this.#runtime = runtime;
    this.#exits = exits;
    this.#clock = clock;
    this.#repeatMs = repeatMs;
  }

  /** Answers once the instance has ended; `internal` when it was killed and lives on. */
  async stop(id: InstanceId, policy: StopPolicy, signal: AbortSignal): Answer<undefined> {
    let signalled: Sending | undefined;
    let killed: Sending | undefined;
    for (;;) {
      const { state, stopSignal } = await this.#look(id, signal);
      const step = nextStopStep(
        { state, signalled, killed },
        { ...policy, signal: policy.signal ?? stopSignal, repeatMs: this.#repeatMs },
        this.#clock.steady(),
      );
      switch (step.do) {
        case 'finish':
          return done;
        case 'signal':
          signalled = await this.#send(id, step.name, signalled, signal);
          break;
        case 'kill':
          killed = await this.#send(id, 'SIGKILL', killed, signal);
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

  async #send(
    id: InstanceId,
    name: SignalName,
    before: Sending | undefined,
    signal: AbortSignal,
  ): Promise<Sending> {
    const at = this.#clock.steady();
    const answer = await this.#runtime.signal(id, name, signal);
    return afterSending(before, at, answer.ok ? undefined : answer.error);
  }

  async #waitFor(id: InstanceId, until: Tick): Promise<void> {
    const over = new AbortController();
    const ended = this.#exits.wait(id, over.signal);
    await Promise.race([this.#clock.sleep(until - this.#clock.steady(), over.signal), ended]);
    over.abort();
  }
}

function reasonOf(state: InstanceState | undefined): string {
  if (state?.phase === 'running') return `pid ${state.pid.toString()} does not end`;
  return state?.phase === 'unknown' ? state.why : 'nothing is known of it';
}
