import { adviseOn, fault, type RuntimeFault } from '../../../domain/faults/runtime-fault.js';
import type { Tick } from '../../../domain/model/ids.js';
import type { Clock } from '../../../domain/ports/clock.js';
import type { Answer } from '../../../domain/ports/runtime.js';
import { done, err, ok } from '../../../domain/shared/result.js';
import { Bell } from '../bell.js';
import { FairTurns } from '../fair-turns.js';
import { onAbort } from '../on-abort.js';
import type { GroupNetworking, Membership } from './group-network.js';
import type { MadeNetwork, Networks, NetworkSite } from './networks.js';

export interface AllocationNetworkParts {
  readonly networks: Pick<Networks, 'make' | 'find' | 'isWhole' | 'lost' | 'unmake' | 'discard'>;
  readonly clock: Clock;
  readonly policy: NetworkPolicy;
  /** Aborts when whoever runs the tasks leaves them: the network stays as it is. */
  readonly leaving: AbortSignal;
}

export interface NetworkPolicy {
  /** Milliseconds before an allocation's networks are looked for again when that could not be told. */
  readonly lookAgainMs: number;
  /** Milliseconds at least from one making of an allocation's network to the next. */
  readonly networkPauseMs: number;
}

/** One network from its making, or from when it was found, to its loss. */
interface Era {
  made: MadeNetwork | undefined;
  readonly lost: AbortController;
  members: number;
}

const newEra = (): Era => ({ made: undefined, lost: new AbortController(), members: 0 });

/**
 * The network of one allocation. As long as it isn't lost, all its tasks join the same; when it is, all leave, and the next
 * to join makes another. So at no time tasks of one allocation begin in two networks.
 */
export class AllocationNetwork implements GroupNetworking {
  readonly #site: NetworkSite;
  readonly #parts: AllocationNetworkParts;
  /** Resolves once it is known what there is of it, or why that can't be told at all. */
  #found: Promise<RuntimeFault | undefined>;
  readonly #changed = new Bell();
  /** One at a time: who comes while it is made waits for it. */
  readonly #turns = new FairTurns(1);
  #era = newEra();
  #madeAt: Tick | undefined;

  constructor(site: NetworkSite, parts: AllocationNetworkParts) {
    this.#site = site;
    this.#parts = parts;
    this.#found = this.#find();
  }

  async join(cancel: AbortSignal): Answer<Membership> {
    const found = this.#found;
    const refusal = await unless(cancel, found);
    if (refusal !== undefined) {
      if (this.#found === found) this.#found = this.#find();
      return err(refusal);
    }
    return this.#turns.take('join', async () => {
      for (;;) {
        const { made, lost } = this.#era;
        if (cancel.aborted) return err(fault('unavailable', 'the network is no longer wanted'));
        if (made !== undefined && !lost.signal.aborted) {
          if (await this.#parts.networks.isWhole(made)) return ok(this.#enter(made));
          lost.abort();
        }
        const renewed = (await this.#allLeft(cancel)) ? await this.#makeAnew(cancel) : done;
        if (!renewed.ok) return renewed;
      }
    });
  }

  rejoin(): Membership {
    return this.#enter(undefined);
  }

  async end(): Promise<void> {
    await unless(this.#parts.leaving, this.#found);
    const { made } = this.#era;
    if (made === undefined || this.#parts.leaving.aborted) return;
    this.#era.lost.abort();
    await this.#parts.networks.unmake(this.#site.allocation.id, made);
  }

  /** What an agent before this one made. Tasks that are in none that is whole have lost theirs. */
  async #find(): Promise<RuntimeFault | undefined> {
    const { networks, clock, policy, leaving } = this.#parts;
    const { allocation } = this.#site;
    for (; ; await clock.sleep(policy.lookAgainMs, leaving)) {
      const found = await networks.find(allocation, leaving);
      // Who leaves makes no other in its place.
      if (leaving.aborted) return new Promise(() => undefined);
      if (!found.ok) {
        if (adviseOn(found.error.kind) === 'give-up') return found.error;
        continue;
      }
      for (const token of found.value.stale) networks.discard(allocation.id, token);
      this.#begin(found.value.made);
      return undefined;
    }
  }

  #begin(made: MadeNetwork | undefined): void {
    const era = this.#era;
    era.made = made;
    if (made === undefined) era.lost.abort();
    else void this.#watch(made, era.lost);
  }

  async #watch(made: MadeNetwork, lost: AbortController): Promise<void> {
    const { networks, leaving } = this.#parts;
    await networks.lost(made, AbortSignal.any([lost.signal, leaving]));
    if (!leaving.aborted) lost.abort();
  }

  #enter(made: MadeNetwork | undefined): Membership {
    const era = this.#era;
    let isIn = true;
    era.members += 1;
    return {
      network: made,
      lost: era.lost.signal,
      check: async () => {
        if (made !== undefined && !(await this.#parts.networks.isWhole(made))) era.lost.abort();
      },
      leave: () => {
        if (isIn) era.members -= 1;
        isIn = false;
        this.#changed.ring();
      },
    };
  }

  /** Waits until none is in it; false when that is no longer wanted. */
  async #allLeft(cancel: AbortSignal): Promise<boolean> {
    while (this.#era.members > 0 && !cancel.aborted) await unless(cancel, this.#changed.heard());
    return !cancel.aborted;
  }

  async #makeAnew(cancel: AbortSignal): Answer<undefined> {
    const { networks, clock, policy } = this.#parts;
    const old = this.#era.made;
    if (old !== undefined) await networks.unmake(this.#site.allocation.id, old);
    this.#era.made = undefined;
    const sinceMs = clock.steady() - (this.#madeAt ?? -Infinity);
    if (sinceMs < policy.networkPauseMs) await clock.sleep(policy.networkPauseMs - sinceMs, cancel);
    const made = await networks.make(this.#site, cancel);
    if (!made.ok) return made;
    this.#madeAt = clock.steady();
    this.#era = newEra();
    this.#begin(made.value);
    return ok(undefined);
  }
}

/** Waits for it, or until nobody wants to any more. */
async function unless<T>(signal: AbortSignal, what: Promise<T>): Promise<T | undefined> {
  if (signal.aborted) return undefined;
  const over = new AbortController();
  const given = new Promise<undefined>((resolve) => {
    onAbort(signal, over.signal, () => {
      resolve(undefined);
    });
  });
  const answer = await Promise.race([what, given]);
  over.abort();
  return answer;
}
