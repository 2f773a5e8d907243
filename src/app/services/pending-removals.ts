import type { Identity } from '../../domain/model/identity.js';
import type { AttemptToken, InstanceId, OwnerId } from '../../domain/model/ids.js';
import type { Instance } from '../../domain/model/instance.js';
import type { Clock } from '../../domain/ports/clock.js';
import type { Answer } from '../../domain/ports/runtime.js';
import { Bell } from './bell.js';

/** What this service needs of a runtime, whatever its specs, or of what makes networks. */
export interface Removing {
  list(owner: OwnerId, signal: AbortSignal): Answer<readonly Removable[]>;
  remove(id: InstanceId, signal: AbortSignal): Answer<undefined>;
}

type Removable = Pick<Instance, 'id' | 'identity'>;

export interface RemovalPolicy {
  /** Milliseconds between two lists. */
  readonly periodMs: number;
  /** Lists in a row that must show nothing, since a create whose answer was lost can come to be after the first. */
  readonly proofs: number;
  /** Milliseconds that a task's next attempt waits for what is left of those before it. */
  readonly patienceMs: number;
}

/** An attempt of which something may be left on the host. */
export type Leftover = Pick<Identity, 'alloc' | 'task' | 'attempt'>;

interface Pending {
  readonly leftover: Leftover;
  /** Lists in a row that showed nothing of it. */
  proofs: number;
  removing: boolean;
}

/**
 * Takes off the host what is left of attempts. Each stays pending until lists prove that nothing carries its token;
 * as long as any is, it is worked at.
 */
export class PendingRemovals {
  readonly #runtime: Removing;
  readonly #owner: OwnerId;
  readonly #clock: Clock;
  readonly #policy: RemovalPolicy;
  readonly #pending = new Map<AttemptToken, Pending>();
  readonly #passed = new Bell();
  readonly #closed = new AbortController();
  #working = false;

  constructor(runtime: Removing, owner: OwnerId, clock: Clock, policy: RemovalPolicy) {
    this.#runtime = runtime;
    this.#owner = owner;
    this.#clock = clock;
    this.#policy = policy;
  }

  add({ alloc, task, attempt }: Leftover): void {
    this.#pending.set(attempt, { leftover: { alloc, task, attempt }, proofs: 0, removing: false });
    if (!this.#working) void this.#work();
  }

  /** Of what something may be left, or come to be. */
  get pending(): readonly Leftover[] {
    return Array.from(this.#pending.values(), ({ leftover }) => leftover);
  }

  /** Waits until nothing is pending that `concerns` the caller, its bound is over or `signal` aborts; answers with what is. */
  async settle(
    concerns: (leftover: Leftover) => boolean,
    boundMs: number,
    signal: AbortSignal,
  ): Promise<readonly Leftover[]> {
    const over = new AbortController();
    const enough = AbortSignal.any([signal, over.signal, this.#closed.signal]);
    const late = this.#clock.sleep(boundMs, enough).then(() => true);
    const left = (): readonly Leftover[] => this.pending.filter(concerns);
    for (let isLate = false; !isLate && left().length > 0;)
      isLate = await Promise.race([late, this.#passed.heard().then(() => false)]);
    over.abort();
    return left();
  }

  /** As `settle`, for those who are about to start the task again. */
  settleTask({ alloc, task }: Omit<Leftover, 'attempt'>, signal: AbortSignal): Promise<readonly Leftover[]> {
    const concerns = (leftover: Leftover): boolean => leftover.alloc === alloc && leftover.task === task;
    return this.settle(concerns, this.#policy.patienceMs, signal);
  }

  /** For the end of whoever wanted things gone: from now on nothing more is asked of the runtime. */
  close(): void {
    this.#closed.abort();
  }

  async #work(): Promise<void> {
    this.#working = true;
    while (this.#pending.size > 0 && !this.#closed.signal.aborted) {
      await this.#pass(this.#closed.signal);
      this.#passed.ring();
      if (this.#pending.size > 0) await this.#clock.sleep(this.#policy.periodMs, this.#closed.signal);
    }
    this.#working = false;
  }

  async #pass(signal: AbortSignal): Promise<void> {
    // Before the list: it proves nothing about what is added while it is made.
    const asked = [...this.#pending.values()];
    const listed = await this.#runtime.list(this.#owner, signal);
    if (!listed.ok) return;
    for (const pending of asked) {
      const { attempt } = pending.leftover;
      const left = listed.value.filter(({ identity }) => identity.attempt === attempt);
      pending.proofs = left.length === 0 ? pending.proofs + 1 : 0;
      if (left.length > 0) void this.#remove(pending, left, signal);
      const isProven = pending.proofs >= this.#policy.proofs;
      if (isProven && this.#pending.get(attempt) === pending) this.#pending.delete(attempt);
    }
  }

  /** Not waited for: what can't be removed delays nothing else. */
  async #remove(pending: Pending, left: readonly Removable[], signal: AbortSignal): Promise<void> {
    if (pending.removing) return;
    pending.removing = true;
    await Promise.all(left.map(({ id }) => this.#runtime.remove(id, signal)));
    pending.removing = false;
  }
}

/** What people are told of it. */
export const describeLeftover = ({
  attempt,
}: Leftover): { readonly message: string; readonly remedy: string } => ({
  message: `something of attempt ${attempt} may be left on the host`,
  remedy: `look for the label wharf.attempt=${attempt} and remove what carries it`,
});
