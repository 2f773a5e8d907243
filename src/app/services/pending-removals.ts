import type { AttemptToken, InstanceId, OwnerId } from '../../domain/model/ids.js';
import type { Instance } from '../../domain/model/instance.js';
import type { Clock } from '../../domain/ports/clock.js';
import type { Answer } from '../../domain/ports/runtime.js';

/** What this service needs of a runtime, whatever its specs. */
export interface Removing {
  list(owner: OwnerId, signal: AbortSignal): Answer<readonly Instance[]>;
  remove(id: InstanceId, signal: AbortSignal): Answer<undefined>;
}

export interface RemovalPolicy {
  /** Milliseconds between two lists. */
  readonly periodMs: number;
  /** Lists in a row that must show nothing, since a create whose answer was lost can come to be after the first. */
  readonly proofs: number;
}

/** Attempts of which something may be left on the host. Each stays until lists prove that nothing carries its token. */
export class PendingRemovals {
  readonly #runtime: Removing;
  readonly #owner: OwnerId;
  readonly #clock: Clock;
  readonly #policy: RemovalPolicy;
  readonly #proofs = new Map<AttemptToken, number>();

  constructor(runtime: Removing, owner: OwnerId, clock: Clock, policy: RemovalPolicy) {
    this.#runtime = runtime;
    this.#owner = owner;
    this.#clock = clock;
    this.#policy = policy;
  }

  add(attempt: AttemptToken): void {
    this.#proofs.set(attempt, 0);
  }

  /** Tries until nothing is pending or `signal` aborts; answers with what still is. */
  async settle(signal: AbortSignal): Promise<readonly AttemptToken[]> {
    for (let turn = 0; this.#proofs.size > 0 && !signal.aborted; turn++) {
      if (turn > 0) await this.#clock.sleep(this.#policy.periodMs, signal);
      await this.#pass(signal);
    }
    return [...this.#proofs.keys()];
  }

  async #pass(signal: AbortSignal): Promise<void> {
    const listed = await this.#runtime.list(this.#owner, signal);
    if (!listed.ok) return;
    for (const [attempt, proofs] of [...this.#proofs]) {
      const left = listed.value.filter(({ identity }) => identity.attempt === attempt);
      await Promise.all(left.map(({ id }) => this.#runtime.remove(id, signal)));
      const proven = left.length === 0 ? proofs + 1 : 0;
      if (proven >= this.#policy.proofs) this.#proofs.delete(attempt);
      else this.#proofs.set(attempt, proven);
    }
  }
}
