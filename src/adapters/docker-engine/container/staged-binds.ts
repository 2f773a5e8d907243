import { readdir } from 'node:fs/promises';
import { posix } from 'node:path';
import { randomUUID } from 'node:crypto';

import { fault, type RuntimeFault } from '../../../domain/faults/runtime-fault.js';
import type { InstanceId, OwnerId } from '../../../domain/model/ids.js';
import type { Instance } from '../../../domain/model/instance.js';
import type { ContainerSpec } from '../../../domain/model/container-spec.js';
import { atPlaces, isStaged } from '../../../domain/mounts/staged-binds.js';
import type { Answer } from '../../../domain/ports/runtime.js';
import { err, ok } from '../../../domain/shared/result.js';
import type { EngineHost } from '../exec/exec-processes.js';

/** What is staged for one create, from before the engine is asked until the container has mounts of its own. */
export interface Held {
  readonly area: string;
  /** Of the container. */
  readonly name: string;
  readonly owner: OwnerId;
  /** Undefined while the engine is asked, and when it did not say. */
  id?: InstanceId;
  isAsked: boolean;
  /** Its start was asked for here, and what it has mounted is to be compared with what is staged. */
  isAwaited: boolean;
}

/**
 * The staged binds of containers that have not started: the engine looks for sources when it makes a container and
 * again when it starts it. What a process leaves here that is gone is taken away by the next one, which starts nothing
 * that it finds.
 */
export class StagedBinds {
  readonly #host: EngineHost;
  readonly #held = new Set<Held>();
  #swept: Promise<void> | undefined;

  constructor(host: EngineHost) {
    this.#host = host;
  }

  /** The spec as the engine is to have it, and what is held for it, if it is anything. */
  async stage(spec: ContainerSpec): Answer<readonly [ContainerSpec, Held | undefined]> {
    const kept = spec.mounts.filter(isStaged);
    if (kept.length === 0) return ok([spec, undefined]);
    await this.sweep();
    const { binds, processes, runDirectory } = this.#host;
    const self = await processes.identify(process.pid);
    if (!self.ok) return self;
    if (self.value === undefined)
      return err(fault('internal', 'this process is not among those of the host'));
    const { pid, startTicks } = self.value;
    const own = `wharf-binds-${pid.toString()}-${startTicks.toString()}-${randomUUID().slice(0, 8)}`;
    const held: Held = {
      area: posix.join(runDirectory, own),
      name: spec.name,
      owner: spec.identity.owner,
      isAsked: true,
      isAwaited: false,
    };
    const places = await binds.stage(held.area, kept);
    if (!places.ok) return places;
    this.#held.add(held);
    return ok([{ ...spec, mounts: atPlaces(spec.mounts, places.value) }, held]);
  }

  /** What the engine answered to the create. */
  async answered(held: Held, id: InstanceId | RuntimeFault): Promise<void> {
    held.isAsked = false;
    if (typeof id === 'string') held.id = id;
    else if (!isUnclear(id)) await this.#clear(held);
  }

  /** It is asked to start: by its id, and by its name where that is known. */
  await(id: InstanceId, name?: string): void {
    for (const held of this.#of(id, name)) held.isAwaited = true;
  }

  /** A container runs and was verified, or is gone. */
  async over(id: InstanceId, name?: string): Promise<void> {
    for (const held of this.#of(id, name)) await this.#clear(held);
  }

  #of(id: InstanceId, name: string | undefined): readonly Held[] {
    return [...this.#held].filter((held) => held.id === id || held.name === name);
  }

  /** What of an owner may be looked for in a list that is asked for from now on. */
  settleable(owner: OwnerId): readonly Held[] {
    return [...this.#held].filter((held) => held.owner === owner && !held.isAsked);
  }

  /** After a list of all that the owner has: only one that waits for its start, or to be verified, needs what is held. */
  async settle(helds: readonly Held[], instances: readonly Instance[]): Promise<void> {
    for (const held of helds) {
      const made = instances.find(({ name }) => name === held.name);
      const phase = made?.state.phase ?? 'gone';
      if (phase === 'gone' || phase === 'exited' || (phase === 'running' && !held.isAwaited))
        await this.#clear(held);
    }
  }

  /** Once per process. What can't be taken away now stays for the next one. */
  sweep(): Promise<void> {
    return (this.#swept ??= this.#sweep());
  }

  async #sweep(): Promise<void> {
    const { binds, processes, runDirectory } = this.#host;
    const self = await processes.identify(process.pid);
    if (!self.ok || self.value === undefined) return;
    const names = await readdir(runDirectory).catch((): string[] => []);
    for (const name of names) {
      const [, pid, startTicks] = /^wharf-binds-(\d+)-(\d+)-\w+$/.exec(name) ?? [];
      if (pid === undefined) continue;
      const maker = { pid: Number(pid), startTicks: Number(startTicks), bootId: self.value.bootId };
      const lives = await processes.isAlive(maker);
      if (lives.ok && !lives.value) await binds.clear(posix.join(runDirectory, name));
    }
  }

  /** What can't be cleared is tried again with the next list. */
  async #clear(held: Held): Promise<void> {
    const cleared = await this.#host.binds.clear(held.area);
    if (cleared.ok) this.#held.delete(held);
  }
}

/** Of a create: it may have been carried out all the same. */
const isUnclear = ({ kind }: RuntimeFault): boolean => kind === 'outcome-unknown' || kind === 'internal';

/** The same, with what to do about it when the engine does not find what is staged. */
export const unseen = (refusal: RuntimeFault, held: Held | undefined): RuntimeFault =>
  held !== undefined && refusal.kind === 'invalid-spec' && refusal.message.includes(held.area)
    ? { ...refusal, remedy: 'run wharf in the mount namespace of the engine, on its host' }
    : refusal;
