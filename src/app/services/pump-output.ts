import type { LogChunk } from '../../domain/model/instance.js';
import type { Clock } from '../../domain/ports/clock.js';
import type { TaskLog } from '../../domain/ports/log-sink.js';

export interface Outlet {
  /** Undefined: its files can't be written. */
  readonly log: TaskLog | undefined;
  /** Resolves when more may come. */
  readonly show: (chunk: LogChunk) => Promise<void>;
}

/**
 * Carries what a task prints to its files and to whoever looks on, no faster than they take it.
 *
 * The first fault of the files is told to `onFault` and ends the writing, not the showing.
 */
export class OutputPump {
  readonly #clock: Clock;
  readonly #stop = new AbortController();
  #carried = 0;
  #handingOn = false;
  #finished: Promise<void> = Promise.resolve();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  start(
    open: (signal: AbortSignal) => AsyncIterable<LogChunk>,
    outlet: Outlet,
    onFault: (message: string) => void,
  ): void {
    this.#finished = this.#carry(open(this.#stop.signal), outlet, onFault);
  }

  /** Resolves when all is carried, or when nothing more has come for `patienceMs`; a slow taker is waited for. */
  async drain(patienceMs: number): Promise<void> {
    for (let seen = -1; seen !== this.#carried || (this.#handingOn && patienceMs > 0);) {
      seen = this.#carried;
      const over = new AbortController();
      const finished = this.#finished.then(() => 'finished' as const);
      const pause = this.#clock.sleep(patienceMs, over.signal).then(() => 'paused' as const);
      const first = await Promise.race([finished, pause]);
      over.abort();
      if (first === 'finished') return;
    }
    this.#stop.abort();
  }

  async #carry(
    chunks: AsyncIterable<LogChunk>,
    outlet: Outlet,
    onFault: (message: string) => void,
  ): Promise<void> {
    let { log } = outlet;
    for await (const chunk of chunks) {
      this.#handingOn = true;
      const written = await log?.write(chunk.stream, chunk.bytes);
      if (written?.ok === false) {
        onFault(written.error.message);
        log = undefined;
      }
      await outlet.show(chunk);
      this.#handingOn = false;
      this.#carried += chunk.bytes.length;
    }
    await outlet.log?.close();
  }
}
