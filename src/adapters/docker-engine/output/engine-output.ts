import { ownerLabel } from '../../../domain/model/identity.js';
import type { InstanceId, OwnerId } from '../../../domain/model/ids.js';
import type { InstanceHint, LogItem, LogPosition } from '../../../domain/model/instance.js';
import type { Clock } from '../../../domain/ports/clock.js';
import type { EngineConnection } from '../connection/engine-connection.js';
import type { Call } from '../connection/read-fault.js';
import type { EngineContainers } from '../container/engine-containers.js';
import type { Deadlines } from '../deadlines.js';
import { jsonLines } from './json-lines.js';
import { LogCursor } from './log-cursor.js';
import { LogFollower } from './log-follower.js';
import { readPosition } from './log-position.js';
import { hintEvents, readHint } from './read-hint.js';

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
    const call: Call = { name: 'events', effect: 'query', boundMs: this.#openMs };
    const opened = await this.#engine.open(call, signal, (client, options) =>
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

  logs(id: InstanceId, after: LogPosition | undefined, signal: AbortSignal): AsyncGenerator<LogItem> {
    const parts = {
      engine: this.#engine,
      containers: this.#containers,
      clock: this.#clock,
      openMs: this.#openMs,
    };
    return new LogFollower(parts, id, new LogCursor(readPosition(after)), signal).items();
  }
}
