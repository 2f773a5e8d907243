import type { Clock } from '../../domain/ports/clock.js';
import { Bell } from './bell.js';
import type { BundlePaths } from './bundle.js';
import { LogFiles } from './log-files.js';
import type { LogBounds } from './settings.js';

/** Milliseconds after which the log is looked at although nothing told it to. */
const lookMs = 1000;
/** Milliseconds from when conmon hears that it is to open the next file until it has closed the one before. */
const heedMs = 1000;
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
  readonly #monitorPid: () => Promise<number | undefined>;
  /** Whether conmon was asked for the next file. It opens that, however long a slow disk makes it wait. */
  #isAsked = false;

  constructor({ bundle, clock, bounds, monitorPid }: LogKeeping) {
    this.#bundle = bundle;
    this.#files = new LogFiles(bundle);
    this.#clock = clock;
    this.#bounds = bounds;
    this.#monitorPid = monitorPid;
  }

  /** Goes on until `signal` aborts. Never rejects: what fails is done at the next look. */
  async keep(signal: AbortSignal): Promise<void> {
    const bell = new Bell([this.#bundle.output], this.#clock, signal);
    while (!signal.aborted) {
      await this.#look(signal).catch(() => undefined);
      await bell.wait(lookMs);
      await this.#clock.sleep(restMs, signal);
    }
    bell.close();
  }

  async #look(signal: AbortSignal): Promise<void> {
    const bytes = await this.#files.writtenBytes();
    if (bytes === undefined) return this.#askAnew(signal);
    this.#isAsked = false;
    if (bytes < this.#bounds.fileBytes) return;
    this.#isAsked = await this.#files.leave();
    await this.#files.discardAllBut(this.#bounds.mostFiles - 1);
  }

  /** A file was left behind, and not by this one: whoever did may have died before it asked for the next. */
  async #askAnew(signal: AbortSignal): Promise<void> {
    if (this.#isAsked) return;
    await this.#files.takeBack();
    await this.#clock.sleep(heedMs, signal);
    const conmon = await this.#monitorPid();
    if (signal.aborted || conmon === undefined) return;
    this.#isAsked = await this.#files.askForNext(conmon);
  }
}

export interface LogKeeping {
  readonly bundle: BundlePaths;
  readonly clock: Clock;
  readonly bounds: LogBounds;
  /** Undefined when nobody monitors the instance any more. */
  readonly monitorPid: () => Promise<number | undefined>;
}
