import type { ContainerSpec } from '../../../domain/model/container-spec.js';
import type { AllocId, InstanceId, OwnerId } from '../../../domain/model/ids.js';
import type { Instance } from '../../../domain/model/instance.js';
import type { ContainerRuntime } from '../../../domain/ports/container-runtime.js';
import type { HolderImage } from '../../../domain/ports/holder-image.js';
import type { Answer } from '../../../domain/ports/runtime.js';
import { ok } from '../../../domain/shared/result.js';
import type { ExitWatch } from '../exit-watch.js';
import type { Leftover, PendingRemovals } from '../pending-removals.js';
import type { StartInstance } from '../start-instance.js';
import { steadfast } from '../steadfast.js';

export interface HolderParts {
  readonly runtime: ContainerRuntime;
  readonly starting: Pick<StartInstance<ContainerSpec>, 'start'>;
  readonly exits: Pick<ExitWatch, 'wait'>;
  readonly removals: PendingRemovals;
  readonly image: HolderImage;
  readonly owner: OwnerId;
}

/** The containers that keep network namespaces for the containers of a group. */
export class Holders {
  readonly #parts: HolderParts;

  constructor(parts: HolderParts) {
    this.#parts = parts;
  }

  /** What holders are made from, as the engine calls it. */
  get imageName(): string {
    return this.#parts.image.name;
  }

  /** Answers as the start of a task does; nothing is pulled for it. */
  start(spec: ContainerSpec, cancel: AbortSignal): Answer<Instance> {
    return this.#parts.starting.start(spec, cancel, (signal) => this.#loadImage(signal));
  }

  /** Those of one allocation, in every phase. */
  async of(alloc: AllocId, signal: AbortSignal): Answer<readonly Instance[]> {
    const listed = await this.#parts.runtime.list(this.#parts.owner, signal);
    if (!listed.ok) return listed;
    return ok(listed.value.filter(({ identity }) => identity.kind === 'holder' && identity.alloc === alloc));
  }

  inspect(id: InstanceId, signal: AbortSignal): Answer<Instance> {
    return this.#parts.runtime.inspect(id, signal);
  }

  /** Resolves once it has ended, or `signal` aborts. */
  async ended(id: InstanceId, signal: AbortSignal): Promise<void> {
    await this.#parts.exits.wait(id, signal);
  }

  remove(id: InstanceId): Answer<undefined> {
    return this.#parts.runtime.remove(id, steadfast());
  }

  /** Has taken off the host whatever carries the attempt's token, or comes to. */
  discard(leftover: Leftover): void {
    this.#parts.removals.add(leftover);
  }

  async #loadImage(signal: AbortSignal): Answer<undefined> {
    const archive = await this.#parts.image.archive();
    return archive.ok ? this.#parts.runtime.loadImage(archive.value, signal) : archive;
  }
}
