import { fault } from '../../../domain/faults/runtime-fault.js';
import type { HostObject } from '../../../domain/model/host-object.js';
import type { InstanceId } from '../../../domain/model/ids.js';
import type { Clock } from '../../../domain/ports/clock.js';
import type { Answer } from '../../../domain/ports/runtime.js';
import { err, ok } from '../../../domain/shared/result.js';
import type { EngineConnection } from '../connection/engine-connection.js';
import type { Call } from '../connection/read-fault.js';
import { withinBound } from '../connection/within-bound.js';
import type { Deadlines } from '../deadlines.js';
import type { EngineContainers } from './engine-containers.js';
import { readObject, readSightings, type Sighting } from './read-object.js';
import { severalAtOnce } from './several-at-once.js';

/**
 * All containers that say to be somebody's, by one list: it has their labels. Only those that have none, but mounts such
 * as a task's, are inspected for their environment.
 */
export class EngineSurvey {
  readonly #engine: EngineConnection;
  readonly #containers: EngineContainers;
  readonly #clock: Clock;
  readonly #boundMs: number;

  constructor(engine: EngineConnection, containers: EngineContainers, clock: Clock, { list }: Deadlines) {
    this.#engine = engine;
    this.#containers = containers;
    this.#clock = clock;
    this.#boundMs = list;
  }

  survey(signal: AbortSignal): Answer<readonly HostObject[]> {
    const work = { name: 'survey', boundMs: this.#boundMs };
    return withinBound(this.#clock, work, signal, (inTime) => this.#whole(inTime));
  }

  async identify(id: InstanceId, signal: AbortSignal): Answer<HostObject> {
    const shown = await this.#containers.show(id, signal, 'identify');
    if (!shown.ok) return shown;
    const object = readObject(shown.value);
    if (object === undefined)
      return err(fault('unavailable', `identify ${id}: the engine did not show a container`));
    // The engine takes names, and the beginnings of ids, for ids.
    return object.id === id ? ok(object) : err(fault('not-found', `there is no container ${id}`));
  }

  async #whole(signal: AbortSignal): Answer<readonly HostObject[]> {
    const listed = await this.#listed(signal);
    if (!listed.ok) return listed;
    const untold = listed.value.filter(({ object }) => object === undefined);
    const looks = await severalAtOnce(untold, ({ id }) => this.identify(id, signal));
    const failed = looks.find((look) => !look.ok && look.error.kind !== 'not-found');
    if (failed?.ok === false) return failed;
    const told = listed.value.flatMap(({ object }) => object ?? []);
    return ok([...told, ...looks.flatMap((look) => (look.ok ? look.value : []))]);
  }

  async #listed(signal: AbortSignal): Answer<readonly Sighting[]> {
    const call: Call = { name: 'survey', effect: 'query', boundMs: this.#boundMs };
    const answer = await this.#engine.ask(call, signal, (client, options) =>
      client.listContainers({ ...options, _query: { all: true } }),
    );
    if (!answer.ok) return answer;
    const sightings = readSightings(answer.value);
    return sightings === undefined
      ? err(fault('unavailable', 'survey: the engine did not answer with a list of containers'))
      : ok(sightings);
  }
}
