import type { RuntimeFault } from '../../../domain/faults/runtime-fault.js';
import type { KeptAllocation } from '../../../domain/model/kept-allocation.js';
import type { Clock } from '../../../domain/ports/clock.js';
import type { Answer } from '../../../domain/ports/runtime.js';
import type { TaskStore } from '../../../domain/ports/task-store.js';
import { done } from '../../../domain/shared/result.js';
import { Bell } from '../bell.js';

export interface RecordParts {
  readonly store: Pick<TaskStore, 'keep'>;
  readonly clock: Clock;
  /** Milliseconds before what could not be kept is tried again. */
  readonly policy: { readonly rewriteMs: number };
  /** After that nothing more is tried. */
  readonly closed: AbortSignal;
}

/** What is kept of one allocation, and the way to change it. What can't be kept is tried again until it is. */
export class KeptRecord {
  readonly #parts: RecordParts;
  readonly #wasKept = new Bell();
  #value: KeptAllocation;
  #version = 0;
  #keptVersion = 0;
  #last: Answer<undefined> = Promise.resolve(done);
  #isTryingAgain = false;
  #refusal: RuntimeFault | undefined;

  /** `first` is kept already. */
  constructor(first: KeptAllocation, parts: RecordParts) {
    this.#value = first;
    this.#parts = parts;
  }

  get value(): KeptAllocation {
    return this.#value;
  }

  /** Why what was changed last could not be kept yet. */
  get refusal(): RuntimeFault | undefined {
    return this.#refusal;
  }

  /** Answers once the change is kept, or why it is not yet. Changes that come meanwhile are kept with it. */
  update(change: (value: KeptAllocation) => KeptAllocation): Answer<undefined> {
    this.#value = change(this.#value);
    this.#version += 1;
    const version = this.#version;
    this.#last = this.#last.then(() => (this.#keptVersion >= version ? done : this.#keep()));
    return this.#last;
  }

  /** Resolves once all that was changed so far is kept. */
  async kept(): Promise<void> {
    const version = this.#version;
    while (this.#keptVersion < version) await this.#wasKept.heard();
  }

  get #isKept(): boolean {
    return this.#keptVersion === this.#version;
  }

  async #keep(): Answer<undefined> {
    const version = this.#version;
    const kept = await this.#parts.store.keep([this.#value]);
    this.#refusal = kept.ok ? undefined : kept.error;
    if (kept.ok) {
      this.#keptVersion = version;
      this.#wasKept.ring();
    } else if (!this.#isTryingAgain) void this.#tryAgain();
    return kept;
  }

  async #tryAgain(): Promise<void> {
    const { clock, policy, closed } = this.#parts;
    this.#isTryingAgain = true;
    while (!this.#isKept) {
      await clock.sleep(policy.rewriteMs, closed);
      if (closed.aborted) return;
      this.#last = this.#last.then(() => (this.#isKept ? done : this.#keep()));
      await this.#last;
    }
    this.#isTryingAgain = false;
  }
}
