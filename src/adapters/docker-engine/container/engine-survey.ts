import { fault } from '../../../domain/faults/runtime-fault.js';
import type { HostObject, Thoroughness } from '../../../domain/model/host-object.js';
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
 * as a task's, are inspected for their environment, once each: it never changes. A thorough survey inspects all without
 * a label; of one that can't be, and has no such mounts, it tells what the list does.
 */
export class EngineSurvey {
  readonly #engine: EngineConnection;
  readonly #containers: EngineContainers;
  readonly #clock: Clock;
  readonly #boundMs: number;
  /** Of those that were inspected, as long as they are there. */
  readonly #known = new Map<InstanceId, HostObject>();

  constructor(engine: EngineConnection, containers: EngineContainers, clock: Clock, { list }: Deadlines) {
    this.#engine = engine;
    this.#containers = containers;
    this.#clock = clock;
    this.#boundMs = list;
  }

  survey(thoroughness: Thoroughness, signal: AbortSignal): Answer<readonly HostObject[]> {
    const work = { name: 'survey', boundMs: this.#boundMs };
    return withinBound(this.#clock, work, signal, (inTime) => this.#whole(thoroughness, inTime, signal));
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

  async #whole(
    thoroughness: Thoroughness,
    inTime: AbortSignal,
    caller: AbortSignal,
  ): Answer<readonly HostObject[]> {
    const listed = await this.#listed(inTime);
    if (!listed.ok) return listed;
    this.#forgetAllBut(listed.value);
    const looks = await severalAtOnce(
      listed.value.filter(
        ({ more }) => more === 'yes' || (more === 'perhaps' && thoroughness === 'thorough'),
      ),
      (sighting) => this.#inspected(sighting, inTime),
    );
    if (caller.aborted) return err(fault('unavailable', 'survey: given up by the caller'));
    const failed = looks.find((look) => !look.ok && look.error.kind !== 'not-found');
    if (failed?.ok === false) return failed;
    const told = listed.value.filter(({ more }) => more === 'no').map(({ object }) => object);
    return ok([...told, ...looks.flatMap((look) => (look.ok ? look.value : []))]);
  }

  async #inspected({ object, more }: Sighting, signal: AbortSignal): Answer<HostObject> {
    const known = this.#known.get(object.id);
    if (known !== undefined) return ok(known);
    const looked = await this.identify(object.id, signal);
    if (looked.ok) this.#known.set(object.id, looked.value);
    else if (more === 'perhaps' && looked.error.kind !== 'not-found') return ok(object);
    return looked;
  }

  #forgetAllBut(sightings: readonly Sighting[]): void {
    if (this.#known.size === 0) return;
    const there = new Set(sightings.map(({ object }) => object.id));
    for (const id of this.#known.keys()) if (!there.has(id)) this.#known.delete(id);
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
