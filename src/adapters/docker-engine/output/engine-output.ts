import { ownerLabel } from '../../../domain/model/identity.js';
import type { InstanceId, OwnerId } from '../../../domain/model/ids.js';
import type { InstanceHint, LogChunk, LogPosition } from '../../../domain/model/instance.js';
import type { Clock } from '../../../domain/ports/clock.js';
import type { Call, EngineConnection } from '../connection/engine-connection.js';
import { type EngineContainers, pathOf } from '../container/engine-containers.js';
import { type OutputFacts, readOutputFacts } from '../container/read-container.js';
import type { Deadlines } from '../deadlines.js';
import { jsonLines } from './json-lines.js';
import { LogCursor } from './log-cursor.js';
import { readPosition } from './log-position.js';
import { hintEvents, readHint } from './read-hint.js';
import { finishLog, readLog } from './read-log.js';
import { engineTime } from './stamp.js';

/** Milliseconds from the end of a followed log until the container is looked at: the engine ends the log first. */
const betweenPassesMs = 20;

/** What comes out of an engine as it happens. Both streams end without throwing, whatever breaks. */
export class EngineOutput {
  readonly #engine: EngineConnection;
  readonly #containers: EngineContainers;
  readonly #clock: Clock;
  readonly #openMs: number;

  constructor(
    engine: EngineConnection,
    containers: EngineContainers,
    clock: Clock,
    { streamOpen }: Deadlines,
  ) {
    this.#engine = engine;
    this.#containers = containers;
    this.#clock = clock;
    this.#openMs = streamOpen;
  }

  async *watch(owner: OwnerId, signal: AbortSignal): AsyncGenerator<InstanceHint> {
    const filters = { type: ['container'], label: [`${ownerLabel}=${owner}`], event: hintEvents };
    const opened = await this.#engine.open(this.#call('events'), signal, (client, options) =>
      client.getEvents({ ...options, _query: { filters } }),
    );
    if (!opened.ok) return;
    try {
      for await (const event of jsonLines(opened.value)) {
        const hint = readHint(event);
        if (hint !== undefined) yield hint;
      }
    } catch {
      // It broke off; the caller looks for itself.
    }
  }

  /**
   * Follows while the container runs, then reads the rest without following: engines end a followed log with the
   * container, whether or not its reader has seen all.
   */
  async *logs(id: InstanceId, after: LogPosition | undefined, signal: AbortSignal): AsyncGenerator<LogChunk> {
    const cursor = new LogCursor(readPosition(after));
    for (;;) {
      const facts = await this.#onceStarted(id, signal);
      if (facts === undefined) return;
      const complete = yield* this.#pass(id, facts, cursor, signal);
      if (!complete) return;
      if (facts.when === 'after-end') break;
      await this.#clock.sleep(betweenPassesMs, signal);
    }
    yield* finishLog(cursor);
  }

  /** Answers whether it came to the end of what there was. */
  async *#pass(
    id: InstanceId,
    { when, terminal }: OutputFacts,
    cursor: LogCursor,
    signal: AbortSignal,
  ): AsyncGenerator<LogChunk, boolean> {
    const from = cursor.resume();
    const _query = {
      ...{ follow: when === 'running', stdout: true, stderr: true, timestamps: true },
      ...(from === undefined ? {} : { since: engineTime(from) }),
    };
    const opened = await this.#engine.open(this.#call(`logs ${id}`), signal, (client, options) =>
      client.getContainer(pathOf(id)).logs({ ...options, follow: true, _query }),
    );
    if (!opened.ok) return false;
    try {
      yield* readLog(opened.value, terminal, cursor);
      return true;
    } catch {
      // It broke off; the caller tells that from the end by inspecting.
      return false;
    }
  }

  /** The engine takes a container that never ran for one that has ended: it is asked once there is something to follow. */
  async #onceStarted(id: InstanceId, signal: AbortSignal): Promise<OutputFacts | undefined> {
    for (let pauseMs = 25; ; pauseMs = Math.min(pauseMs * 2, 500)) {
      const shown = await this.#containers.show(id, signal);
      if (!shown.ok) return undefined;
      const facts = readOutputFacts(shown.value);
      if (facts.when !== 'before-start') return facts;
      await this.#clock.sleep(pauseMs, signal);
    }
  }

  #call(name: string): Call {
    return { name, effect: 'query', boundMs: this.#openMs };
  }
}
