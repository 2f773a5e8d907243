import { fault, type RuntimeFault } from '../../../domain/faults/runtime-fault.js';
import { allocName } from '../../../domain/model/allocation.js';
import type { AllocId } from '../../../domain/model/ids.js';
import type { KeptAllocation, UnreadableAllocation } from '../../../domain/model/kept-allocation.js';
import type { Answer } from '../../../domain/ports/runtime.js';
import { done, err, ok } from '../../../domain/shared/result.js';
import type { AllocStatus } from '../../agent.js';
import { HeldAllocation, type KnownTasks } from './held-allocation.js';
import type { HoldingParts } from './holding-parts.js';
import { KeptRecord } from './kept-record.js';
import { readKept } from './read-kept.js';
import { lostStatus } from './status-of.js';

const nothingKnown: KnownTasks = new Map();

/** Holds all allocations that are kept, those that have ended among them. */
export class Keeper {
  readonly #parts: HoldingParts;
  readonly #held = new Map<AllocId, HeldAllocation>();
  readonly #lost = new Map<AllocId, UnreadableAllocation>();
  #unread: RuntimeFault | undefined = fault('unavailable', 'what is kept was not read yet');

  constructor(parts: HoldingParts) {
    this.#parts = parts;
  }

  /** Why nothing is known of what is kept; undefined once it is. */
  get unread(): RuntimeFault | undefined {
    return this.#unread;
  }

  /** Goes on with all that an agent before this one kept. As long as that can't be read it is tried again. */
  async recover(): Promise<void> {
    const { store, clock, policy, closed } = this.#parts;
    for (;;) {
      const state = await readKept(store);
      if (closed.aborted) return;
      if (state.ok) {
        for (const lost of state.value.unreadable) this.#lost.set(lost.alloc, lost);
        for (const { kept, known } of state.value.allocations) this.#hold(kept, known);
        for (const attempt of state.value.stray) this.#parts.drivers.get(attempt.driver)?.discard(attempt);
        for (const alloc of new Set(state.value.stray.map((attempt) => attempt.alloc)))
          void this.#dropStray(alloc);
        this.#unread = undefined;
        return;
      }
      this.#unread = state.error;
      await clock.sleep(policy.rewriteMs, closed);
    }
  }

  /** Takes on allocations that are kept already. */
  take(allocations: readonly KeptAllocation[]): readonly HeldAllocation[] {
    return allocations.map((kept) => {
      for (const { name } of kept.allocation.group.tasks) this.#received(kept, name);
      return this.#hold(kept, nothingKnown);
    });
  }

  find(alloc: AllocId): HeldAllocation | undefined {
    return this.#held.get(alloc);
  }

  get held(): readonly HeldAllocation[] {
    return [...this.#held.values()];
  }

  get lost(): readonly UnreadableAllocation[] {
    return [...this.#lost.values()];
  }

  get statuses(): readonly AllocStatus[] {
    return [...this.lost.map(lostStatus), ...this.held.map(({ status }) => status)];
  }

  /** Of which something is on the host, or may be. A fault as long as that can't be told. */
  liveAllocs(): Answer<ReadonlySet<AllocId>> {
    if (this.#unread !== undefined) return Promise.resolve(err(this.#unread));
    const live = this.held.filter(({ isLive }) => isLive).map(({ id }) => id);
    return Promise.resolve(ok(new Set([...live, ...this.#lost.keys()])));
  }

  /** See `Agent.stop`. */
  async stop(alloc: AllocId, purge: boolean): Answer<undefined> {
    if (this.#lost.has(alloc)) return this.#giveUp(alloc, purge);
    const held = this.#held.get(alloc);
    if (held === undefined) return err(fault('not-found', `there is no allocation ${alloc}`));
    const ended = await held.stop();
    if (!ended.ok || !purge) return ended;
    return this.#purge(alloc);
  }

  /** Nothing is known of what runs of it: only who gives it up lets the reconciler have it. */
  async #giveUp(alloc: AllocId, purge: boolean): Answer<undefined> {
    if (!purge) return err(fault('internal', `the record of ${alloc} can't be read; purge it to give it up`));
    const dropped = await this.#parts.store.drop(alloc);
    if (dropped.ok) this.#lost.delete(alloc);
    return dropped;
  }

  async #purge(alloc: AllocId): Answer<undefined> {
    const removed = await this.#parts.directories.remove(alloc);
    if (!removed.ok) return removed;
    const dropped = await this.#parts.store.drop(alloc);
    if (dropped.ok) this.#held.delete(alloc);
    return dropped.ok ? done : dropped;
  }

  async #dropStray(alloc: AllocId): Promise<void> {
    const { removals, policy, closed, store } = this.#parts;
    for (let isLeft = true; isLeft && !closed.aborted;) {
      const left = await Promise.all(
        removals.map((each) => each.settle((one) => one.alloc === alloc, policy.settleMs, closed)),
      );
      isLeft = left.flat().length > 0;
    }
    if (!closed.aborted) await store.drop(alloc);
  }

  #hold(kept: KeptAllocation, known: KnownTasks): HeldAllocation {
    const held = new HeldAllocation(new KeptRecord(kept, this.#parts), known, this.#parts);
    this.#held.set(held.id, held);
    void held.hold();
    return held;
  }

  #received({ allocation }: KeptAllocation, task: string): void {
    const { observer, clock } = this.#parts;
    const what = { type: 'received' } as const;
    observer.event({ at: clock.now(), alloc: allocation.id, allocName: allocName(allocation), task, what });
  }
}
