import { access } from 'node:fs/promises';

import type { InstanceId } from '../../domain/model/ids.js';
import type { KeptSoFar, LogChunk, LogItem, LogPosition } from '../../domain/model/instance.js';
import type { Clock } from '../../domain/ports/clock.js';
import { Bell } from './bell.js';
import { type BundlePaths, bundlePaths, type RunPaths } from './bundle.js';
import { LogFiles } from './log-files.js';
import { LogKeeper } from './log-keeper.js';
import { type Place, readPosition, writePosition } from './log-place.js';
import { LogReader } from './log-reader.js';
import { stateOf } from './observation.js';
import type { Observer } from './observer.js';
import type { LogBounds } from './settings.js';
import { Turns } from './turns.js';

/** Milliseconds after which a follower looks although nothing told it to. */
const lookMs = 1000;
/** Looks in a row that may fail. */
const mostFailures = 30;

/** Stands on stderr in the place of output that is gone: stdout may be for a machine. */
const missing = Buffer.from('wharf: output is missing here: there was more than is kept until it is read\n');

/**
 * Gives what instances print, and keeps their logs short meanwhile: what was read, and is kept elsewhere, is discarded, and
 * so is the oldest of what waits, once it is too much.
 */
export class LogFollower {
  readonly #run: RunPaths;
  readonly #observer: Observer;
  readonly #clock: Clock;
  readonly #bounds: LogBounds;
  /** Of several followers of one instance, one keeps its log. */
  readonly #followed = new Set<InstanceId>();
  readonly #keepers = new Turns();

  constructor(run: RunPaths, observer: Observer, clock: Clock, bounds: LogBounds) {
    this.#run = run;
    this.#observer = observer;
    this.#clock = clock;
    this.#bounds = bounds;
  }

  async *follow(id: InstanceId, { after, kept }: LogReading, signal: AbortSignal): AsyncIterable<LogItem> {
    if (signal.aborted) return;
    const bundle = bundlePaths(this.#run, id);
    const bell = new Bell([bundle.directory, bundle.output], this.#clock, signal);
    const leads = !this.#followed.has(id);
    const left = new AbortController();
    const keeping = leads ? this.#keep(id, bundle, left.signal) : undefined;
    const log = { id, bundle, bell, leads, kept, signal, files: new LogFiles(bundle) };
    try {
      const isAll = yield* this.#persist(log, readPosition(after));
      if (isAll && !log.signal.aborted) yield 'end';
    } finally {
      left.abort();
      bell.close();
      await keeping;
    }
  }

  /**
   * Apart from the reading, which waits for whoever reads. One after the other: of two, one would leave behind what the
   * other was just given, under a name that is taken.
   */
  #keep(id: InstanceId, bundle: BundlePaths, left: AbortSignal): Promise<void> {
    this.#followed.add(id);
    left.addEventListener('abort', () => this.#followed.delete(id), { once: true });
    const monitorPid = async (): Promise<number | undefined> => (await this.#observer.monitor(bundle))?.pid;
    const keeper = new LogKeeper({ bundle, clock: this.#clock, bounds: this.#bounds, monitorPid });
    return this.#keepers.take(id, () => keeper.keep(left));
  }

  /**
   * Goes on where a look failed, as for want of file descriptors; breaks off when none succeeds for long. Never throws, and
   * answers whether it came to the end.
   */
  async *#persist(log: Following, after: Place): AsyncGenerator<LogChunk, boolean> {
    let from = after;
    for (let failures = 0; failures < mostFailures && !log.signal.aborted; failures++) {
      try {
        for await (const chunk of this.#read(log, from)) {
          yield chunk;
          from = readPosition(chunk.position);
          failures = 0;
        }
        return true;
      } catch {
        await this.#clock.sleep(lookMs, log.signal);
      }
    }
    return false;
  }

  async *#read(log: Following, from: Place): AsyncIterable<LogChunk> {
    if ((await this.#observer.record(log.id)) === undefined) return;
    let reader = await this.#begin(log, from);
    try {
      if (reader !== undefined) yield* told(from.generation, reader.place);
      for (let isWoken = true; reader !== undefined && !log.signal.aborted;) {
        // In this order: what is there once the instance has ended is all that there will be.
        const isOver = await this.#isOver(log, isWoken);
        const isLast = (await this.#nextOf(log, reader)) === undefined;
        yield* this.#rest(log, reader);
        if (!isLast) {
          const due = reader.place.generation + 1;
          reader = await this.#move(log, reader);
          yield* told(due, reader.place);
        } else if (isOver) return;
        else isWoken = await log.bell.wait(lookMs);
      }
    } finally {
      await reader?.close();
    }
  }

  async *#rest(log: Following, reader: LogReader): AsyncIterable<LogChunk> {
    for (let chunks = await reader.next(); chunks !== undefined; chunks = await reader.next()) {
      for (const chunk of chunks) {
        if (log.signal.aborted) return;
        yield chunk;
      }
    }
  }

  /** The first file there is, waited for when the instance is still being made; undefined when none will come. */
  async #begin(log: Following, from: Place): Promise<LogReader | undefined> {
    for (let isWoken = false; !log.signal.aborted; isWoken = await log.bell.wait(lookMs)) {
      const isOver = await this.#isOver(log, isWoken);
      const generations = await log.files.generations();
      const [first = 1] = generations;
      const place = generations.includes(from.generation) ? from : { generation: first, offset: 0 };
      const file = await log.files.open(place.generation);
      if (file !== undefined) return new LogReader(file, place);
      if (isOver && generations.length === 0) return undefined;
    }
    return undefined;
  }

  /** Once there is one nothing more comes into the present file. */
  async #nextOf({ files }: Following, { place }: LogReader): Promise<number | undefined> {
    return (await files.generations()).find((each) => each > place.generation);
  }

  /** The same reader when the next file was discarded just now. */
  async #move(log: Following, from: LogReader): Promise<LogReader> {
    const generation = await this.#nextOf(log, from);
    const file = generation === undefined ? undefined : await log.files.open(generation);
    if (generation === undefined || file === undefined) return from;
    await from.close();
    // What can't be discarded now is discarded with the next one.
    if (log.leads) await log.files.discardBefore(oldestNeeded(log, from.place)).catch(() => undefined);
    return new LogReader(file, { generation, offset: 0 });
  }

  /** By the exit alone after a hint; by all that can be seen when there was none for a while. */
  async #isOver({ id, bundle }: Following, isWoken: boolean): Promise<boolean> {
    if (isWoken)
      return access(bundle.exit).then(
        () => true,
        () => false,
      );
    const seen = await this.#observer.observe(id);
    if (seen === undefined) return true;
    const { phase } = stateOf(seen);
    return phase === 'exited' || (phase === 'unknown' && !seen.monitorLives);
  }
}

/** What is said when another generation is due than the one that comes. */
function* told(due: number, comes: Place): Iterable<LogChunk> {
  if (comes.generation > due) yield { stream: 'stderr', bytes: missing, position: writePosition(comes) };
}

/** Of what was read to its end, the last one stays: it tells the number of the next. */
const oldestNeeded = ({ kept }: Following, read: Place): number =>
  kept === undefined ? read.generation : Math.min(read.generation, readPosition(kept()).generation);

export interface LogReading {
  readonly after: LogPosition | undefined;
  readonly kept: KeptSoFar | undefined;
}

interface Following {
  readonly id: InstanceId;
  readonly bundle: BundlePaths;
  readonly files: LogFiles;
  readonly bell: Bell;
  readonly leads: boolean;
  readonly kept: KeptSoFar | undefined;
  readonly signal: AbortSignal;
}
