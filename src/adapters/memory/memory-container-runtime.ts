import { fault } from '../../domain/faults/runtime-fault.js';
import type { ContainerSpec } from '../../domain/model/container-spec.js';
import type { InstanceId } from '../../domain/model/ids.js';
import type { Answer } from '../../domain/ports/runtime.js';
import type { ContainerRuntime, PullRequest } from '../../domain/ports/container-runtime.js';
import { done, err, ok } from '../../domain/shared/result.js';
import type { Script } from './behaviour.js';
import type { MemoryHost } from './memory-host.js';
import { MemoryRuntime } from './memory-runtime.js';

/** The images that there are in the world, besides those that are already on the host. */
export interface MemoryRegistry {
  /** Undefined: every image there could be. */
  readonly images?: readonly string[];
  /** By path, the images in each archive. */
  readonly archives?: Readonly<Record<string, readonly string[]>>;
  /** Milliseconds on the clock that one layer of an image takes to come; every image has three. 0 unless said. */
  readonly layerMs?: number;
}

const layers = 3;
const layerBytes = 1024 * 1024;

/** A container runtime in memory: a runtime that also keeps images. */
export class MemoryContainerRuntime extends MemoryRuntime<ContainerSpec> implements ContainerRuntime {
  readonly #images = new Set<string>();
  readonly #registry: MemoryRegistry;

  constructor(host: MemoryHost, script: Script<ContainerSpec>, registry: MemoryRegistry = {}) {
    super(host, script);
    this.#registry = registry;
  }

  override create(spec: ContainerSpec, signal: AbortSignal): Answer<InstanceId> {
    if (signal.aborted || this.#images.has(spec.image)) return super.create(spec, signal);
    return Promise.resolve(err(fault('not-found', `the image ${spec.image} is not on this host`)));
  }

  hasImage(image: string, signal: AbortSignal): Answer<boolean> {
    return this.answer(signal, () => ok(this.#images.has(image)));
  }

  pullImage(request: PullRequest, signal: AbortSignal): Answer<undefined> {
    const known = this.#registry.images?.includes(request.image) ?? true;
    if (known && !signal.aborted) return this.#transfer(request, signal);
    return this.answer(signal, () => err(fault('not-found', `no registry has the image ${request.image}`)));
  }

  loadImage(archive: string, signal: AbortSignal): Answer<undefined> {
    return this.answer(signal, () => {
      const images = this.#registry.archives?.[archive];
      if (images === undefined) return err(fault('not-found', `there is no archive ${archive}`));
      for (const image of images) this.#images.add(image);
      return done;
    });
  }

  async #transfer({ image, onProgress }: PullRequest, signal: AbortSignal): Answer<undefined> {
    for (let layersDone = 0; layersDone <= layers; layersDone += 1) {
      onProgress({ layers, layersDone, bytes: layersDone * layerBytes, bytesTotal: layers * layerBytes });
      if (layersDone < layers) await this.host.clock.sleep(this.#registry.layerMs ?? 0, signal);
      if (signal.aborted) return err(fault('outcome-unknown', `given up while ${image} was on its way`));
    }
    this.#images.add(image);
    return done;
  }
}
