import type { LogChunk } from '../../domain/model/instance.js';
import type { Clock } from '../../domain/ports/clock.js';
import type { TaskLog } from '../../domain/ports/log-sink.js';

export interface Outlet {
  /** Undefined: its files can't be written. */
  readonly log: TaskLog | undefined;
  /** Resolves when more may come. */
  readonly show: (chunk: LogChunk) => Promise<void>;
}

/** How long the output of a task that has ended is waited for. Milliseconds. */
export interface DrainPolicy {
  /** Without output, after which it counts as complete. */
  readonly drainMs: number;
  /** In all, when more and more comes. */
  readonly drainMaxMs: number;
}

/**
 * Carries what a task prints to its files and to whoever looks on, no faster than they take it.
 *
 * The first fault of the files is told to `onFault` and ends the writing, not the showing.
 */
export class OutputPump {
  readonly #clock: Clock;
  readonly #stop = new AbortController();
  readonly #ending = new AbortController();
  #carried = 0;
  #handingOn = false;
  /** Milliseconds that the takers took so far. */
  #takenMs = 0;
  #finished: Promise<void> = Promise.resolve();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** `open` is told when nobody wants more, and when the task has ended. */
  start(
    open: (signal: AbortSignal, ending: AbortSignal) => AsyncIterable<LogChunk>,
    outlet: Outlet,
    onFault: (message: string) => void,
  ): void {
    this.#finished = this.#carry(open(this.#stop.signal, this.#ending.signal), outlet, onFault);
  }

  /**
   * For a task that has ended. Resolves when all is carried, when the source was waited for as long as it may be, or as
   * soon as `signal` aborts, with whether all is. A slow taker is waited for, and does not count against the source.
   */
  async drain({ drainMs, drainMaxMs }: DrainPolicy, signal: AbortSignal): Promise<boolean> {
    this.#ending.abort();
    const over = new AbortController();
    const enough = AbortSignal.any([signal, over.signal]);
    const finished = this.#finished.then(() => true);
    const begun = this.#clock.steady() - this.#takenMs;
    const mayGoOn = (seen: number): boolean =>
      this.#handingOn ||
      (seen !== this.#carried && this.#clock.steady() - this.#takenMs < begun + drainMaxMs);
    let isWhole = false;
    for (let seen = -1; !isWhole && !signal.aborted && mayGoOn(seen);) {
      seen = this.#carried;
      isWhole = await Promise.race([finished, this.#clock.sleep(drainMs, enough).then(() => false)]);
    }
    over.abort();
    this.#stop.abort();
    return isWhole;
  }

  /** For a task that is left to itself: nothing more is carried. What follows the end of the task never comes. */
  leave(): Promise<never> {
    this.#stop.abort();
    return new Promise(() => undefined);
  }

  async #carry(
    chunks: AsyncIterable<LogChunk>,
    outlet: Outlet,
    onFault: (message: string) => void,
  ): Promise<void> {
    let { log } = outlet;
    for await (const chunk of chunks) {
      const since = this.#clock.steady();
      this.#handingOn = true;
      const written = await log?.write(chunk.stream, chunk.bytes, chunk.position);
      if (written?.ok === false) {
        onFault(written.error.message);
        log = undefined;
      }
      await outlet.show(chunk);
      this.#handingOn = false;
      this.#takenMs += this.#clock.steady() - since;
      this.#carried += chunk.bytes.length;
    }
    await outlet.log?.close();
  }
}
