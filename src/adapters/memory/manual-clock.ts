import { setImmediate as turn } from 'node:timers/promises';

import type { Instant, Tick } from '../../domain/model/ids.js';
import type { Clock } from '../../domain/ports/clock.js';
import { onAbort } from './on-abort.js';

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

/**
 * Time that moves only when it is told to. Between two moments it lets everything happen that needs no time, as long
 * as that takes no more than promises: an hour of restarts passes in milliseconds, and the same way each time.
 */
export class ManualClock implements Clock {
  #now: number;
  #setOff = 0;
  readonly #sleepers = new Set<Sleeper>();

  constructor(startAt = 0) {
    this.#now = startAt;
  }

  now(): Instant {
    return (this.#now + this.#setOff) as Instant;
  }

  steady(): Tick {
    return this.#now as Tick;
  }

  /** Sets the calendar that far on, or back: no time passes. Milliseconds. */
  jump(ms: number): void {
    this.#setOff += ms;
  }

  async sleep(ms: number, signal: AbortSignal): Promise<void> {
    if (ms <= 0 || signal.aborted) return;
    let forget = (): void => undefined;
    await new Promise<void>((wake) => {
      const sleeper = { at: this.#now + ms, wake };
      this.#sleepers.add(sleeper);
      const forgetSignal = onAbort(signal, wake);
      forget = () => {
        this.#sleepers.delete(sleeper);
        forgetSignal();
      };
    });
    forget();
  }

  /** Lets `ms` milliseconds pass; who sleeps is woken at its own moment, in order. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await turn();
    for (let next = this.#next(); next !== undefined && next <= end; next = this.#next())
      await this.#wake(next);
    this.#now = end;
  }

  /**
   * Lets time pass until `work` is done, from one sleeper to the next, and answers with its outcome. Rejects when
   * `work` waits for something that time alone will not bring, or is not done after `limitMs`: a day unless said.
   */
  async runUntil<T>(work: Promise<T>, limitMs = 86_400_000): Promise<T> {
    const limit = this.#now + limitMs;
    let settled = false;
    const settle = (): void => {
      settled = true;
    };
    const isSettled = (): boolean => settled;
    work.then(settle, settle);
    for (await turn(); !isSettled();) {
      const next = this.#next();
      if (next === undefined) throw new Error('nobody sleeps, and the work is not done');
      if (next > limit) throw new Error(`not done after ${limitMs.toString()} ms on the clock`);
      await this.#wake(next);
    }
    return work;
  }

  #next(): number | undefined {
    return this.#sleepers.size === 0
      ? undefined
      : Math.min(...Array.from(this.#sleepers, (sleeper) => sleeper.at));
  }

  async #wake(moment: number): Promise<void> {
    this.#now = Math.max(this.#now, moment);
    for (const sleeper of [...this.#sleepers])
      if (sleeper.at <= moment) {
        this.#sleepers.delete(sleeper);
        sleeper.wake();
      }
    await turn();
  }
}
