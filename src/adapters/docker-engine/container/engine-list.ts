import { fault } from '../../../domain/faults/runtime-fault.js';
import { ownerLabel } from '../../../domain/model/identity.js';
import type { InstanceId, OwnerId } from '../../../domain/model/ids.js';
import type { Instance } from '../../../domain/model/instance.js';
import type { Clock } from '../../../domain/ports/clock.js';
import type { Answer } from '../../../domain/ports/runtime.js';
import { err, ok } from '../../../domain/shared/result.js';
import { bounded } from '../connection/bounded.js';
import type { EngineConnection } from '../connection/engine-connection.js';
import type { Call } from '../connection/read-fault.js';
import { EngineFailure } from '../connection/engine-failure.js';
import type { Deadlines } from '../deadlines.js';
import type { ContainerParts, EngineContainers } from './engine-containers.js';
import { type ListedContainer, readList } from './read-container.js';
import { severalAtOnce } from './several-at-once.js';
import type { StagedBinds } from './staged-binds.js';

/**
 * All instances of one owner. The engine's list says which there are, and is the truth about that; it has neither exit
 * codes nor pids, so each is inspected too. One that can't be inspected in time is listed as unknown: a sick container
 * does not hide the others, and delays them once, for no longer than the bound of the list. From then on no list waits
 * for it until it has answered.
 */
export class EngineList {
  readonly #engine: EngineConnection;
  readonly #binds: StagedBinds;
  readonly #containers: EngineContainers;
  readonly #clock: Clock;
  readonly #boundMs: number;
  /** Those that were not inspected in time, and whether that is being tried again. */
  readonly #sick = new Map<InstanceId, 'looking' | 'idle'>();

  constructor(
    { engine, binds }: ContainerParts,
    containers: EngineContainers,
    clock: Clock,
    { list }: Deadlines,
  ) {
    this.#engine = engine;
    this.#binds = binds;
    this.#containers = containers;
    this.#clock = clock;
    this.#boundMs = list;
  }

  async list(owner: OwnerId, signal: AbortSignal): Answer<readonly Instance[]> {
    const held = this.#binds.settleable(owner);
    const patience = bounded(this.#clock, this.#boundMs, signal);
    const listed = await this.#names(owner, 'all', signal);
    const details = (container: ListedContainer): Promise<Instance | undefined> =>
      this.#sick.has(container.id)
        ? Promise.resolve(this.#lookAside(container))
        : this.#detail(container, patience.signal);
    const instances = listed.ok ? await severalAtOnce(listed.value, details) : [];
    patience.release();
    if (!listed.ok) return listed;
    if (signal.aborted) return err(fault('unavailable', 'list: given up by the caller'));
    const there = instances.filter((instance) => instance !== undefined);
    await this.#binds.settle(held, there);
    return ok(there);
  }

  /** The engine's list has those that are paused among those that run, as an inspect has. */
  async running(owner: OwnerId, signal: AbortSignal): Answer<ReadonlySet<InstanceId>> {
    const listed = await this.#names(owner, 'running', signal);
    return listed.ok ? ok(new Set(listed.value.map(({ id }) => id))) : listed;
  }

  async #names(
    owner: OwnerId,
    which: 'all' | 'running',
    signal: AbortSignal,
  ): Answer<readonly ListedContainer[]> {
    const call: Call = { name: 'list', effect: 'query', boundMs: this.#boundMs };
    const _query = { all: which === 'all', filters: { label: [`${ownerLabel}=${owner}`] } };
    const answer = await this.#engine.ask(call, signal, (client, options) =>
      client.listContainers({ ...options, _query }),
    );
    if (!answer.ok) return answer;
    const containers = readList(answer.value);
    return containers === undefined
      ? err(fault('unavailable', 'list: the engine did not answer with a list of containers'))
      : ok(containers.filter(({ identity }) => identity.owner === owner));
  }

  /** Undefined when it was removed in between. */
  async #detail(container: ListedContainer, signal: AbortSignal): Promise<Instance | undefined> {
    const seen = await this.#containers.inspect(container.id, signal);
    if (seen.ok && seen.value.id === container.id) return seen.value;
    if (seen.ok) return { ...container, state: { phase: 'unknown', why: 'the engine shows another one' } };
    if (seen.error.kind === 'not-found') return undefined;
    if (isLate(seen.error.cause)) this.#sick.set(container.id, 'idle');
    return { ...container, state: { phase: 'unknown', why: seen.error.message } };
  }

  #lookAside(container: ListedContainer): Instance {
    const { id } = container;
    if (this.#sick.get(id) === 'idle') {
      this.#sick.set(id, 'looking');
      void this.#containers.inspect(id, new AbortController().signal).then((seen) => {
        if (!seen.ok && isLate(seen.error.cause)) this.#sick.set(id, 'idle');
        else this.#sick.delete(id);
      });
    }
    return { ...container, state: { phase: 'unknown', why: 'it could not be inspected in time' } };
  }
}

const isLate = (cause: unknown): boolean =>
  cause instanceof EngineFailure && cause.failing.how === 'given-up' && cause.failing.by === 'deadline';
