import type { Readable } from 'node:stream';

import type { InstanceId, Tick } from '../../../domain/model/ids.js';
import type { LogChunk, LogItem } from '../../../domain/model/instance.js';
import type { Clock } from '../../../domain/ports/clock.js';
import type { Answer } from '../../../domain/ports/runtime.js';
import { ok } from '../../../domain/shared/result.js';
import type { EngineConnection } from '../connection/engine-connection.js';
import { unstalled } from '../connection/unstalled.js';
import { type EngineContainers, pathOf } from '../container/engine-containers.js';
import { type OutputFacts, readOutputFacts } from '../container/read-container.js';
import { Bell, type Rung } from './log-bell.js';
import type { LogCursor } from './log-cursor.js';
import { finishLog, readLog } from './read-log.js';
import { engineTime } from './stamp.js';

/** Milliseconds from one look at the log to the next while much comes, or when something comes after silence. */
const lookEveryMs = 100;
/** While little comes but often: doubled up to this, so that a crowd of tasks that tick is not a crowd of calls. */
const lookAtTrickleMs = 500;
/**
 * Milliseconds after which the log is looked at though no bell rang: engines may lose one when they begin a new file.
 * Ever longer while nothing was lost, so that a crowd of silent tasks costs next to nothing.
 */
const lookAnywayMs = 30_000;
const lookAnywayGrowth = 4;
const lookAnywayMaxMs = 300_000;
/** Messages that are asked for at first, and beyond twice as many as came the last time. */
const tailMargin = 100;
const maxTail = 50_000;

export interface FollowedLog {
  readonly engine: EngineConnection;
  readonly containers: EngineContainers;
  readonly clock: Clock;
  /** Milliseconds until a stream has to begin, and one that is not followed has to go on. */
  readonly openMs: number;
}

/** How far one look came: to the end of what there is now, or not; or the engine keeps nothing that can be read. */
type Look = 'whole' | 'broken' | 'unkept';

/**
 * Reads the log of one container, complete and in order, while it grows.
 *
 * What an engine gives to a reader that follows is not the log: when it begins a new file, messages are left out, come
 * twice or come late. What it gives without following is. So a followed log only rings when there is something new, and
 * each time the messages after the last one are read without following: the last few if they join on to it, otherwise
 * all since its time.
 */
export class LogFollower {
  readonly #parts: FollowedLog;
  readonly #id: InstanceId;
  readonly #cursor: LogCursor;
  readonly #signal: AbortSignal;
  #tail = tailMargin;
  #restMs = lookEveryMs;
  #anywayMs = lookAnywayMs;
  #bell: Bell | undefined;

  constructor(parts: FollowedLog, id: InstanceId, cursor: LogCursor, signal: AbortSignal) {
    this.#parts = parts;
    this.#id = id;
    this.#cursor = cursor;
    this.#signal = signal;
  }

  async *items(): AsyncGenerator<LogItem> {
    try {
      if (yield* this.#follow()) yield 'end';
    } finally {
      this.#bell?.take();
    }
  }

  /** Answers whether nothing more will come; otherwise it broke off. */
  async *#follow(): AsyncGenerator<LogChunk, boolean> {
    let facts = await this.#onceStarted();
    while (facts.ok) {
      const { when, terminal } = facts.value;
      const lookedAt = this.#parts.clock.steady();
      if (when === 'running') this.#bell ??= await this.#hang();
      const look = yield* this.#readOn(terminal);
      if (this.#bell === undefined || look !== 'whole') return yield* this.#conclude(look, when);
      // What has ended says so by its bell, even when that is hung at it afterwards: else it need not be asked.
      if ((await this.#rung(this.#bell, lookedAt)) === 'end') facts = await this.#onceStarted();
    }
    return facts.error.kind === 'not-found';
  }

  *#conclude(look: Look, when: OutputFacts['when']): Generator<LogChunk, boolean> {
    const isAll = look === 'whole' && when === 'after-end';
    if (isAll) yield* finishLog(this.#cursor);
    return isAll || look === 'unkept';
  }

  /** The engine takes a container that never ran for one that has ended: it is asked once there is something to read. */
  async #onceStarted(): Answer<OutputFacts> {
    for (let pauseMs = 25; ; pauseMs = Math.min(pauseMs * 2, 500)) {
      const shown = await this.#parts.containers.show(this.#id, this.#signal);
      if (!shown.ok) return shown;
      const facts = readOutputFacts(shown.value);
      if (facts.when !== 'before-start') return ok(facts);
      await this.#parts.clock.sleep(pauseMs, this.#signal);
    }
  }

  /** A bell that rings at the next message, and when the container ends. */
  async #hang(): Promise<Bell | undefined> {
    const opened = await this.#open({ follow: true, tail: 0 });
    return opened.ok ? new Bell(opened.value) : undefined;
  }

  /** One that has not rung goes on hanging, unless there was something: then it is deaf. */
  async #rung(bell: Bell, lookedAt: Tick): Promise<Rung> {
    const { clock } = this.#parts;
    const isNew = this.#cursor.taken > 0;
    const wasSilent = this.#anywayMs !== lookAnywayMs;
    const rung = isNew && wasSilent ? 'deaf' : await this.#ringing(bell);
    if (rung === 'nothing') this.#anywayMs = Math.min(lookAnywayMaxMs, this.#anywayMs * lookAnywayGrowth);
    else {
      this.#anywayMs = lookAnywayMs;
      this.#bell = undefined;
      bell.take();
    }
    this.#restMs = this.#restAfter(clock.steady() - lookedAt);
    await clock.sleep(lookedAt + this.#restMs - clock.steady(), this.#signal);
    return rung;
  }

  async #ringing(bell: Bell): Promise<Rung> {
    const over = new AbortController();
    const silence = this.#parts.clock.sleep(this.#anywayMs, over.signal).then((): Rung => 'nothing');
    const rung = await Promise.race([bell.rung, silence]);
    over.abort('over');
    return rung;
  }

  #restAfter(quietMs: number): number {
    const isTrickle = quietMs < lookAtTrickleMs && this.#cursor.taken < tailMargin;
    return isTrickle ? Math.min(lookAtTrickleMs, this.#restMs * 2) : lookEveryMs;
  }

  async *#readOn(terminal: boolean): AsyncGenerator<LogChunk, Look> {
    if (this.#cursor.resumeByPlace()) {
      const look = yield* this.#read(terminal, { tail: this.#tail });
      this.#tail = Math.min(maxTail, tailMargin + 2 * this.#cursor.taken);
      if (look !== 'whole' || this.#cursor.joined) return look;
    }
    const from = this.#cursor.resumeByTime();
    return yield* this.#read(terminal, from === undefined ? {} : { since: engineTime(from) });
  }

  async *#read(terminal: boolean, part: object): AsyncGenerator<LogChunk, Look> {
    const opened = await this.#open({ follow: false, ...part });
    if (!opened.ok) return opened.error.kind === 'unsupported' ? 'unkept' : 'broken';
    try {
      const body = unstalled(opened.value, this.#parts.clock, this.#parts.openMs);
      yield* readLog(body, terminal, this.#cursor);
      return 'whole';
    } catch {
      // It broke off or stood still.
      return 'broken';
    }
  }

  #open(part: object): Answer<Readable> {
    const call = { name: `logs ${this.#id}`, effect: 'query', boundMs: this.#parts.openMs } as const;
    const _query = { stdout: true, stderr: true, timestamps: true, ...part };
    return this.#parts.engine.open(call, this.#signal, (client, options) =>
      client.getContainer(pathOf(this.#id)).logs({ ...options, follow: true, _query }),
    );
  }
}
