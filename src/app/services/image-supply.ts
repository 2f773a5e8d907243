import { fault, type RuntimeFault } from '../../domain/faults/runtime-fault.js';
import type { ImageRequest } from '../../domain/model/image-request.js';
import type { PullProgress } from '../../domain/model/pull.js';
import type { Clock } from '../../domain/ports/clock.js';
import type { ContainerRuntime } from '../../domain/ports/container-runtime.js';
import type { Answer } from '../../domain/ports/runtime.js';
import type { StartReport } from '../../domain/ports/task-driver.js';
import { formatDuration } from '../../domain/shared/duration.js';
import { done, err } from '../../domain/shared/result.js';
import { onAbort } from './on-abort.js';
import { steadfast } from './steadfast.js';

type Images = Pick<ContainerRuntime, 'hasImage' | 'pullImage' | 'loadImage'>;

interface Pull {
  readonly outcome: Answer<undefined>;
  readonly listeners: Set<(progress: PullProgress) => void>;
  readonly cancel: AbortController;
  users: number;
}

/**
 * Has images on the host before containers are made from them. Tasks that want the same image at the same time share one
 * look for it and, with the same credentials, one pull, which ends when the last of them gives up.
 */
export class ImageSupply {
  readonly #images: Images;
  readonly #clock: Clock;
  readonly #looks = new Map<string, Answer<boolean>>();
  readonly #pulls = new Map<string, Pull>();

  constructor(images: Images, clock: Clock) {
    this.#images = images;
    this.#clock = clock;
  }

  async ensure(request: ImageRequest, report: StartReport, signal: AbortSignal): Answer<undefined> {
    if (request.archive !== undefined) return this.#images.loadImage(request.archive, signal);
    if (request.fetch === 'if-missing') {
      const here = await this.#patiently(this.#look(request.image), request, signal);
      if (!here.ok) return here;
      if (here.value) return done;
    }
    report.onPull(request.image, undefined);
    const pulled = await this.#share(request, report, signal);
    if (pulled.ok) report.onPulled(request.image);
    return pulled;
  }

  /** Bounded by the images themselves. */
  #look(image: string): Answer<boolean> {
    const looking = this.#looks.get(image) ?? this.#images.hasImage(image, steadfast());
    this.#looks.set(image, looking);
    void looking.then(() => this.#looks.delete(image));
    return looking;
  }

  async #share(request: ImageRequest, report: StartReport, signal: AbortSignal): Answer<undefined> {
    const key = JSON.stringify([request.image, request.credentials]);
    const pull = this.#pulls.get(key) ?? this.#begin(key, request);
    const listen = (progress: PullProgress): void => {
      report.onPull(request.image, progress);
    };
    pull.listeners.add(listen);
    pull.users += 1;
    const outcome = await this.#patiently(pull.outcome, request, signal);
    pull.listeners.delete(listen);
    pull.users -= 1;
    if (pull.users === 0 && this.#end(key, pull)) pull.cancel.abort();
    return outcome;
  }

  /** The outcome, unless its user gives up or its time is over before. */
  async #patiently<T>(outcome: Answer<T>, request: ImageRequest, signal: AbortSignal): Answer<T> {
    const { image, timeoutMs } = request;
    const over = new AbortController();
    const first = await Promise.race([
      outcome,
      aborted(signal, over.signal).then(() =>
        err(fault('unavailable', `no longer waiting for image ${image}`)),
      ),
      ...(timeoutMs === undefined
        ? []
        : [this.#clock.sleep(timeoutMs, over.signal).then(() => err(late(request)))]),
    ]);
    over.abort();
    return first;
  }

  #begin(key: string, { image, credentials, stallMs }: ImageRequest): Pull {
    const listeners = new Set<(progress: PullProgress) => void>();
    const cancel = new AbortController();
    const onProgress = (progress: PullProgress): void => {
      for (const listen of listeners) listen(progress);
    };
    const outcome = this.#images.pullImage({ image, credentials, stallMs, onProgress }, cancel.signal);
    const pull = { outcome, listeners, cancel, users: 0 };
    this.#pulls.set(key, pull);
    void outcome.then(() => this.#end(key, pull));
    return pull;
  }

  /** From now on whoever asks gets a pull of their own. False when it had ended before. */
  #end(key: string, pull: Pull): boolean {
    return this.#pulls.get(key) === pull && this.#pulls.delete(key);
  }
}

/** Resolves once `signal` aborts; forgotten once `over` does. */
const aborted = (signal: AbortSignal, over: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    onAbort(signal, over, resolve);
  });

const late = ({ image, timeoutMs = 0 }: ImageRequest): RuntimeFault =>
  fault('outcome-unknown', `image ${image} was not here after ${formatDuration(timeoutMs)}`, {
    remedy: 'raise image_pull_timeout, or pull it beforehand',
  });
