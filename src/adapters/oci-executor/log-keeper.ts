import type { Clock } from '../../domain/ports/clock.js';
import { Bell } from './bell.js';
import type { BundlePaths } from './bundle.js';
import { LogFiles } from './log-files.js';
import type { LogBounds } from './settings.js';

/** Milliseconds after which the log is looked at although nothing told it to; as many has conmon for a new file. */
const lookMs = 1000;
/** Milliseconds from one look to the next at least. */
const restMs = 20;

/**
 * Keeps the log of one instance within a bound, however slowly it is read: a file that has grown to its size is left
 * behind, and the oldest of those is discarded when there are too many.
 *
 * The task is not slowed down instead: its monitor would have to stop reading, and so would be stuck for as long as
 * nobody reads, or for ever when the agent dies meanwhile.
 */
export class LogKeeper {
  readonly #bundle: BundlePaths;
  readonly #files: LogFiles;
  readonly #clock: Clock;
  readonly #bounds: LogBounds;
  #askedAt = 0;

  constructor(bundle: BundlePaths, clock: Clock, bounds: LogBounds) {
    this.#bundle = bundle;
    this.#files = new LogFiles(bundle);
    this.#clock = clock;
    this.#bounds = bounds;
  }

  /** Goes on until `signal` aborts. Never rejects: what fails is done at the next look. */
  async keep(signal: AbortSignal): Promise<void> {
    const bell = new Bell([this.#bundle.output], this.#clock, signal);
    while (!signal.aborted) {
      await this.#look().catch(() => undefined);
      await bell.wait(lookMs);
      await this.#clock.sleep(restMs, signal);
    }
    bell.close();
  }

  async #look(): Promise<void> {
    const bytes = await this.#files.writtenBytes();
    if (bytes === undefined) return this.#askAgain();
    if (bytes < this.#bounds.fileBytes) return;
    this.#askedAt = this.#clock.steady();
    await this.#files.leave();
    await this.#files.discardAllBut(this.#bounds.mostFiles - 1);
  }

  /** A file was left behind and the next one does not come: whoever asked for it may have died between the two. */
  async #askAgain(): Promise<void> {
    if (this.#clock.steady() - this.#askedAt < lookMs) return;
    this.#askedAt = this.#clock.steady();
    await this.#files.askForNext();
  }
}
