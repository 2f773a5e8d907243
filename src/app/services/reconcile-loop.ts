import type { Clock } from '../../domain/ports/clock.js';
import type { Diagnostics } from '../../domain/ports/diagnostics.js';
import type { ReconcilePolicy } from '../../domain/reconcile/snapshot.js';
import { newsOf } from './reconcile-news.js';
import type { ReconcilePass } from './reconcile-pass.js';

export interface ReconcileLoopPolicy extends ReconcilePolicy {
  readonly enabled: boolean;
  /** Milliseconds from the end of a pass to the next one. */
  readonly periodMs: number;
}

export interface ReconcileLoopParts {
  readonly pass: Pick<ReconcilePass, 'run'>;
  readonly clock: Clock;
  readonly diagnostics: Diagnostics;
  readonly policy: ReconcileLoopPolicy;
}

/**
 * Makes pass after pass, from its start until it is closed. Nothing happens by making one: whoever only looks at a
 * configuration makes one as well.
 */
export class ReconcileLoop {
  readonly #parts: ReconcileLoopParts;
  readonly #closed = new AbortController();
  #running: Promise<void> | undefined;
  /** What the last pass told of. */
  #told: ReadonlySet<string> = new Set();

  constructor(parts: ReconcileLoopParts) {
    this.#parts = parts;
  }

  /** Without effect when it was started before, when it is closed, and when there is to be no reconciling. */
  start(): void {
    if (this.#parts.policy.enabled) this.#running ??= this.#run(this.#closed.signal);
  }

  /** Ends the loop. Resolves once a pass that was under way has ended, too, which it does without beginning anything. */
  async close(): Promise<void> {
    this.#closed.abort();
    await this.#running;
  }

  /** The first pass gives whoever takes up the tasks of before the time to do so. */
  async #run(signal: AbortSignal): Promise<void> {
    const { clock, policy } = this.#parts;
    await clock.sleep(Math.max(policy.periodMs, policy.graceMs), signal);
    while (!signal.aborted) {
      await this.#pass(signal);
      await clock.sleep(policy.periodMs, signal);
    }
  }

  async #pass(signal: AbortSignal): Promise<void> {
    const { pass, diagnostics, policy } = this.#parts;
    const reports = await pass.run(policy, signal);
    // What failed because it was given up is no news; what was removed is.
    const news = newsOf(reports).filter(({ level }) => level === 'info' || !signal.aborted);
    for (const { about, level, message, facts } of news)
      if (!this.#told.has(about)) diagnostics.note(level, message, facts);
    this.#told = new Set(news.map(({ about }) => about));
  }
}
