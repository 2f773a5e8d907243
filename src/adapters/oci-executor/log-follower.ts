import { access } from 'node:fs/promises';

import type { InstanceId } from '../../domain/model/ids.js';
import type { LogChunk, LogPosition } from '../../domain/model/instance.js';
import type { Clock } from '../../domain/ports/clock.js';
import { Bell } from './bell.js';
import { type BundlePaths, bundlePaths, type RunPaths } from './bundle.js';
import { LogFiles, type Place, readPosition } from './log-files.js';
import { LogReader } from './log-reader.js';
import { stateOf } from './observation.js';
import type { Observer } from './observer.js';

/** Milliseconds after which a follower looks although nothing told it to. */
const lookMs = 1000;

/**
 * Gives what instances print, and keeps their logs short while it reads: a file that was read to its bound is left
 * behind, and is discarded once the one after it was read, too. What nobody has read is never discarded.
 */
export class LogFollower {
  readonly #run: RunPaths;
  readonly #observer: Observer;
  readonly #clock: Clock;
  readonly #fileBytes: number;
  /** Of several followers of one instance, one leaves files behind. */
  readonly #followed = new Set<InstanceId>();

  constructor(run: RunPaths, observer: Observer, clock: Clock, fileBytes: number) {
    this.#run = run;
    this.#observer = observer;
    this.#clock = clock;
    this.#fileBytes = fileBytes;
  }

  async *follow(
    id: InstanceId,
    after: LogPosition | undefined,
    signal: AbortSignal,
  ): AsyncIterable<LogChunk> {
    if (signal.aborted || (await this.#observer.record(id)) === undefined) return;
    const bundle = bundlePaths(this.#run, id);
    const bell = new Bell(bundle.directory, this.#clock, signal);
    const leads = !this.#followed.has(id);
    if (leads) this.#followed.add(id);
    try {
      yield* this.#read(
        { id, bundle, bell, leads, signal, files: new LogFiles(bundle) },
        readPosition(after),
      );
    } catch {
      // The instance was removed, and its log with it: that is the end.
      return;
    } finally {
      if (leads) this.#followed.delete(id);
      bell.close();
    }
  }

  async *#read(log: Following, from: Place): AsyncIterable<LogChunk> {
    let reader = await this.#begin(log, from);
    try {
      for (let isWoken = true; reader !== undefined && !log.signal.aborted;) {
        // In this order: what is there once the instance has ended is all that there will be.
        const isOver = await this.#isOver(log, isWoken);
        const follower = await this.#next(log, reader);
        yield* this.#rest(log, reader, isOver);
        if (follower !== undefined) reader = await this.#move(log, reader, follower);
        else if (isOver) return;
        else {
          isWoken = await log.bell.wait(lookMs);
          if (!isWoken && (await log.files.isBetween())) await log.files.askForNext();
        }
      }
    } finally {
      await reader?.close();
    }
  }

  async *#rest(log: Following, reader: LogReader, isOver: boolean): AsyncIterable<LogChunk> {
    for (let chunks = await reader.next(); chunks !== undefined; chunks = await reader.next()) {
      for (const chunk of chunks) {
        if (log.signal.aborted) return;
        yield chunk;
      }
      if (log.leads && !isOver) await this.#leave(log, reader);
    }
  }

  async #leave({ files }: Following, { place }: LogReader): Promise<void> {
    if (place.offset < this.#fileBytes || (await files.isBetween())) return;
    if ((await files.generations()).at(-1) === place.generation) await files.leave(place.generation);
  }

  /** The first file there is, waited for when the instance is still being made; undefined when none will come. */
  async #begin(log: Following, from: Place): Promise<LogReader | undefined> {
    for (let isWoken = false; !log.signal.aborted; isWoken = await log.bell.wait(lookMs)) {
      const isOver = await this.#isOver(log, isWoken);
      const generations = await log.files.generations();
      const [first] = generations;
      if (first !== undefined) {
        const place = generations.includes(from.generation) ? from : { generation: first, offset: 0 };
        return this.#open(log, place);
      }
      if (isOver) return undefined;
    }
    return undefined;
  }

  async #open({ files }: Following, place: Place): Promise<LogReader | undefined> {
    const file = await files.open(place.generation);
    return file === undefined ? undefined : new LogReader(file, place);
  }

  /** The reader of the next file if there is one: from then on nothing more comes into the present one. */
  async #next(log: Following, { place }: LogReader): Promise<LogReader | undefined> {
    const next = (await log.files.generations()).find((each) => each > place.generation);
    return next === undefined ? undefined : this.#open(log, { generation: next, offset: 0 });
  }

  async #move({ files, leads }: Following, from: LogReader, to: LogReader): Promise<LogReader> {
    await from.close();
    if (leads) await files.discard(from.place.generation - 1);
    return to;
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

interface Following {
  readonly id: InstanceId;
  readonly bundle: BundlePaths;
  readonly files: LogFiles;
  readonly bell: Bell;
  readonly leads: boolean;
  readonly signal: AbortSignal;
}
