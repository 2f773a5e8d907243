import type { Translation } from '../../domain/drivers/translation.js';
import type { DriverCapabilities } from '../../domain/model/driver-capabilities.js';
import type { ExecSession, ExecWish } from '../../domain/model/exec.js';
import type { Exit } from '../../domain/model/exit.js';
import type { Attempt, TaskHandle } from '../../domain/model/handle.js';
import type { Identity } from '../../domain/model/identity.js';
import type { OwnerId } from '../../domain/model/ids.js';
import { type ImageRequest, isFetchedAnew } from '../../domain/model/image-request.js';
import type {
  Instance,
  KeptSoFar,
  LogItem,
  LogPosition,
  RuntimeDescription,
  Usage,
} from '../../domain/model/instance.js';
import type { SignalName } from '../../domain/model/signals.js';
import type { StopPolicy } from '../../domain/model/stop-policy.js';
import type { TaskRequest } from '../../domain/model/task-request.js';
import type { Ids } from '../../domain/ports/ids.js';
import type { Answer, Runtime } from '../../domain/ports/runtime.js';
import type { PlannedTask, StartReport, TaskDriver } from '../../domain/ports/task-driver.js';
import { fault } from '../../domain/faults/runtime-fault.js';
import { done, err, ok } from '../../domain/shared/result.js';
import type { JsonObject } from '../../domain/shared/json.js';
import type { Problem } from '../../domain/shape/problem.js';
import { invalidRequest } from './describe-problems.js';
import type { ExitWatch } from './exit-watch.js';
import type { ImageSupply } from './image-supply.js';
import type { Placement } from './network/placement.js';
import type { PendingRemovals } from './pending-removals.js';
import type { StartInstance, Supply } from './start-instance.js';
import { steadfast } from './steadfast.js';
import type { StopInstance } from './stop-instance.js';

export interface RuntimeDriverParts<Spec extends { readonly identity: Identity }> {
  readonly kind: 'container' | 'process';
  readonly translation: Translation<Spec>;
  readonly runtime: Runtime<Spec>;
  /** Has the images here that specs are made from; undefined where none come out of an image. */
  readonly images: ImageSupply | undefined;
  readonly starting: StartInstance<Spec>;
  readonly stopping: StopInstance;
  readonly exits: ExitWatch;
  readonly removals: PendingRemovals;
  readonly placement: Placement;
  readonly owner: OwnerId;
  readonly ids: Ids;
  /** Looks for what tasks need besides the runtime, and adds what it found to the description of that. */
  readonly besides?: (runtime: RuntimeDescription, signal: AbortSignal) => Answer<RuntimeDescription>;
}

/** A driver: what it knows, by its translation, and what it does, by its runtime. */
export class RuntimeDriver<Spec extends { readonly identity: Identity }> implements TaskDriver {
  readonly #parts: RuntimeDriverParts<Spec>;

  constructor(parts: RuntimeDriverParts<Spec>) {
    this.#parts = parts;
  }

  get name(): string {
    return this.#parts.translation.driver;
  }

  get capabilities(): DriverCapabilities {
    return this.#parts.translation.capabilities;
  }

  async fingerprint(signal: AbortSignal): Answer<RuntimeDescription> {
    const { runtime, besides } = this.#parts;
    const described = await runtime.describe(signal);
    return described.ok && besides !== undefined ? besides(described.value, signal) : described;
  }

  get mounting(): TaskDriver['mounting'] {
    return this.#parts.translation.mounting;
  }

  validate(config: JsonObject, portLabels: readonly string[]): readonly Problem[] {
    return this.#parts.translation.validate(config, portLabels);
  }

  plan(request: TaskRequest): PlannedTask {
    const { kind, translation, ids } = this.#parts;
    const made = translation.translate(request, (content) => ids.specHash(content));
    return made.ok ? { ok: true, kind, spec: made.value.spec } : { ok: false, problems: made.error };
  }

  async start(request: TaskRequest, report: StartReport, signal: AbortSignal): Answer<TaskHandle> {
    const { translation, ids, starting } = this.#parts;
    const made = translation.translate(request, (content) => ids.specHash(content));
    if (!made.ok) return err(invalidRequest(made.error));
    const { spec, image } = made.value;
    const supply = this.#supplyOf(image, report);
    const supplied = image !== undefined && isFetchedAnew(image) ? await supply?.(signal) : undefined;
    if (supplied?.ok === false) return supplied;
    const started = await starting.start(spec, signal, supplied === undefined ? supply : undefined);
    return started.ok ? this.#confirmed(started.value, request) : started;
  }

  /** What runs elsewhere than it was to run doesn't stay. */
  async #confirmed(instance: Instance, { network }: TaskRequest): Answer<TaskHandle> {
    const { placement, runtime, removals } = this.#parts;
    const misplaced = await placement.fault(instance, network);
    if (misplaced === undefined) return ok(handleOf(this.name, instance));
    const removed = await runtime.remove(instance.id, steadfast());
    if (!removed.ok) removals.add(instance.identity);
    return err(misplaced);
  }

  async find({ token }: Attempt, signal: AbortSignal): Answer<TaskHandle> {
    const { runtime, owner } = this.#parts;
    const listed = await runtime.list(owner, signal);
    if (!listed.ok) return listed;
    const made = listed.value.filter(({ identity }) => identity.attempt === token);
    const ran = made.find(({ state: { phase } }) => phase === 'running' || phase === 'exited');
    if (ran !== undefined) return ok(handleOf(this.name, ran));
    const unknown = made.find(({ state }) => state.phase === 'unknown')?.state;
    if (unknown?.phase === 'unknown') return err(fault('unavailable', unknown.why));
    return err(fault('not-found', `nothing of attempt ${token} runs`));
  }

  discard({ alloc, task, token: attempt }: Attempt): void {
    this.#parts.removals.add({ alloc, task, attempt });
  }

  inspect({ instance }: TaskHandle, signal: AbortSignal): Answer<Instance> {
    return this.#parts.runtime.inspect(instance, signal);
  }

  wait({ instance }: TaskHandle, signal: AbortSignal): Answer<Exit> {
    return this.#parts.exits.wait(instance, signal);
  }

  logs(
    { instance }: TaskHandle,
    after: LogPosition | undefined,
    signal: AbortSignal,
    kept?: KeptSoFar,
  ): AsyncIterable<LogItem> {
    return this.#parts.runtime.logs(instance, after, signal, kept);
  }

  stop({ instance }: TaskHandle, policy: StopPolicy, signal: AbortSignal): Answer<undefined> {
    return this.#parts.stopping.stop(instance, policy, signal);
  }

  signal({ instance }: TaskHandle, name: SignalName, signal: AbortSignal): Answer<undefined> {
    return this.#parts.runtime.signal(instance, name, signal);
  }

  stats({ instance }: TaskHandle, signal: AbortSignal): Answer<Usage> {
    return this.#parts.runtime.stats(instance, signal);
  }

  exec({ instance }: TaskHandle, wish: ExecWish, signal: AbortSignal): Answer<ExecSession> {
    return this.#parts.runtime.exec(instance, wish, signal);
  }

  #supplyOf(image: ImageRequest | undefined, report: StartReport): Supply | undefined {
    const { images } = this.#parts;
    if (images === undefined || image === undefined) return undefined;
    return (signal) => images.ensure(image, report, signal);
  }

  async destroy(handle: TaskHandle, signal: AbortSignal): Answer<undefined> {
    const removed = await this.#parts.runtime.remove(handle.instance, signal);
    if (removed.ok) return done;
    this.#parts.removals.add(handle);
    return removed;
  }
}

function handleOf(driver: string, { id, identity, state, createdAt }: Instance): TaskHandle {
  const startedAt = state.phase === 'running' || state.phase === 'exited' ? state.startedAt : createdAt;
  return {
    driver,
    alloc: identity.alloc,
    task: identity.task,
    attempt: identity.attempt,
    instance: id,
    startedAt,
    ...(state.phase === 'running' ? { pid: state.pid } : {}),
  };
}
