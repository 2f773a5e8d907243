import { fault, type RuntimeFault } from '../../../domain/faults/runtime-fault.js';
import type { ContainerSpec } from '../../../domain/model/container-spec.js';
import type { InstanceId } from '../../../domain/model/ids.js';
import type { Instance, Usage } from '../../../domain/model/instance.js';
import type { SignalName } from '../../../domain/model/signals.js';
import type { Clock } from '../../../domain/ports/clock.js';
import type { Answer } from '../../../domain/ports/runtime.js';
import type { Json, JsonObject } from '../../../domain/shared/json.js';
import { done, err, ok, type Result } from '../../../domain/shared/result.js';
import type { ApiVersion } from '../connection/api-version.js';
import { isAtLeast } from '../connection/api-version.js';
import { spent } from '../connection/bounded.js';
import type { EngineConnection, Session } from '../connection/engine-connection.js';
import { EngineFailure } from '../connection/engine-failure.js';
import type { Call } from '../connection/read-fault.js';
import { withinBound } from '../connection/within-bound.js';
import type { Deadlines } from '../deadlines.js';
import type { EngineHost } from '../exec/exec-processes.js';
import { parseImageReference } from '../image/image-reference.js';
import { containerRequest, type EngineTraits } from './container-request.js';
import { FewAtOnce } from './few-at-once.js';
import { hasEnded } from './has-ended.js';
import { withHostFiles } from './host-files.js';
import { MountVerifier } from './mount-verifier.js';
import { OneAtATime } from './one-at-a-time.js';
import { isContainer, readContainer } from './read-container.js';
import { readTraits } from './read-engine.js';
import { isSample, readUsage } from './read-usage.js';
import { type StagedBinds, unseen } from './staged-binds.js';

/** From this version on the engine gives one sample of statistics without waiting for a second one. */
const oneShotStats: ApiVersion = { major: 1, minor: 41 };
/** Milliseconds between looks at a removal that somebody else began. */
const absencePauseMs = 100;

export interface ContainerParts {
  readonly engine: EngineConnection;
  readonly binds: StagedBinds;
  readonly host: EngineHost;
}

/** What is done to one container at a time. */
export class EngineContainers {
  readonly #engine: EngineConnection;
  readonly #binds: StagedBinds;
  readonly #clock: Clock;
  readonly #deadlines: Deadlines;
  readonly #traits = new WeakMap<Session, EngineTraits>();
  /** Made by this adapter, and not asked to start by it. Whoever forgets them has to look. */
  readonly #neverStarted = new Set<InstanceId>();
  readonly #verifier: MountVerifier;
  readonly #starts = new OneAtATime<InstanceId>();
  readonly #shows = new FewAtOnce<InstanceId>();

  constructor({ engine, binds, host }: ContainerParts, clock: Clock, deadlines: Deadlines) {
    this.#engine = engine;
    this.#binds = binds;
    this.#verifier = new MountVerifier(host);
    this.#clock = clock;
    this.#deadlines = deadlines;
  }

  async create(spec: ContainerSpec, signal: AbortSignal): Answer<InstanceId> {
    const call = this.#command('create', spec.name);
    if (parseImageReference(spec.image) === undefined)
      return err(fault('invalid-spec', `${call.name}: ${spec.image} names no image`));
    return withinBound(this.#clock, call, signal, (inTime) => this.#make(call, spec, inTime));
  }

  async #make(call: Call, spec: ContainerSpec, signal: AbortSignal): Answer<InstanceId> {
    const session = await this.#engine.session(call, signal);
    if (!session.ok) return session;
    const ready = await withHostFiles(spec);
    if (!ready.ok) return ready;
    const traits = await this.#traitsOf(session.value, signal);
    if (signal.aborted) return err(fault('unavailable', `${call.name}: given up before it was asked`));
    const staged = await this.#binds.stage(ready.value);
    if (!staged.ok) return staged;
    const [asked, held] = staged.value;
    this.#verifier.ask(spec.name, asked.mounts);
    const made = await this.#ask(call, { name: spec.name, _body: containerRequest(asked, traits) }, signal);
    if (held !== undefined) await this.#binds.answered(held, made.ok ? made.value : made.error);
    if (made.ok) this.#neverStarted.add(made.value);
    return made.ok ? made : err(unseen(made.error, held));
  }

  async #ask(
    call: Call,
    { name, _body }: { readonly name: string; readonly _body: JsonObject },
    signal: AbortSignal,
  ): Answer<InstanceId> {
    const made = await this.#engine.ask(call, signal, (client, options) =>
      client.createContainer({ ...options, _query: { name }, _body }),
    );
    if (!made.ok) return made;
    const { id } = made.value;
    if (typeof id !== 'string' || id === '')
      return err(fault('outcome-unknown', `${call.name}: the engine did not say what it made`));
    return ok(id as InstanceId);
  }

  /**
   * The engine would start an ended container again, so it is asked only for one that never ran: one that was made here
   * and not asked for since, or one that is seen not to have run. Starts of one container go one after the other: of two
   * at once both would see that it never ran.
   */
  start(id: InstanceId, signal: AbortSignal): Answer<undefined> {
    const call = this.#command('start', id);
    return withinBound(this.#clock, call, signal, (inTime) =>
      this.#starts.run(id, inTime, () => this.#startOnce(call, id, inTime)),
    );
  }

  async #startOnce(call: Call, id: InstanceId, signal: AbortSignal): Answer<undefined> {
    const seen = this.#neverStarted.delete(id) ? undefined : await this.inspect(id, signal);
    if (seen?.ok === false) return err({ ...seen.error, message: `${call.name}: ${seen.error.message}` });
    const phase = seen?.value.state.phase;
    if (phase === 'running' || phase === 'exited') return done;
    this.#binds.await(id, seen?.value.name);
    return this.#askToStart(call, id, signal);
  }

  async #askToStart(call: Call, id: InstanceId, signal: AbortSignal): Answer<undefined> {
    const started = await this.#engine.ask(call, signal, (client, options) =>
      client.getContainer(pathOf(id)).start(options),
    );
    return started.ok || isNotModified(started.error.cause) ? done : started;
  }

  async signal(id: InstanceId, name: SignalName, signal: AbortSignal): Answer<undefined> {
    const sent = await this.#engine.ask(this.#command('signal', id), signal, (client, options) =>
      client.getContainer(pathOf(id)).kill({ ...options, _query: { signal: name } }),
    );
    // 409: it is not running.
    return sent.ok || sent.error.kind === 'conflict' ? done : sent;
  }

  async remove(id: InstanceId, signal: AbortSignal): Answer<undefined> {
    this.#neverStarted.delete(id);
    const removed = await this.#engine.ask(this.#command('remove', id), signal, (client, options) =>
      client.getContainer(pathOf(id)).remove({ ...options, _query: { force: true, v: true } }),
    );
    const gone = await this.#goneAfter(removed, id, signal);
    if (gone.ok) await this.#binds.over(id);
    return gone;
  }

  async #goneAfter(
    removed: Result<unknown, RuntimeFault>,
    id: InstanceId,
    signal: AbortSignal,
  ): Answer<undefined> {
    if (removed.ok || removed.error.kind === 'not-found') return done;
    // 409: somebody else's removal goes on.
    return removed.error.kind === 'conflict' ? this.#untilAbsent(id, signal) : removed;
  }

  async inspect(id: InstanceId, signal: AbortSignal): Answer<Instance> {
    const shown = await this.show(id, signal);
    if (!shown.ok) return shown;
    // Not `not-found`: that it is gone can't be told from an answer that makes no sense.
    if (!isContainer(shown.value))
      return err(fault('unavailable', `inspect ${id}: the engine did not show a container`));
    const instance = readContainer(shown.value);
    return instance.ok
      ? instance
      : err(fault('not-found', `container ${id} is none of ours: ${instance.error}`));
  }

  /** Until then what is staged shows what it was to mount. */
  verify(instance: Instance, signal: AbortSignal): Answer<undefined> {
    const { id, name } = instance;
    const call = this.#query('verify', id);
    if (signal.aborted) return Promise.resolve(err(fault('unavailable', `${call.name}: given up`)));
    return withinBound(this.#clock, call, signal, async (inTime) => {
      const verdict = await this.#verifier.verify(instance, () =>
        hasEnded(() => this.inspect(id, inTime), this.#clock, inTime),
      );
      if (verdict.ok) await this.#binds.over(id, name);
      return verdict;
    });
  }

  /** What the engine knows of a container; `what` is for people. */
  show(id: InstanceId, signal: AbortSignal, what = 'inspect'): Answer<Json> {
    const call = this.#query(what, id);
    const ask = (inTime: AbortSignal): Answer<Json> =>
      this.#shows.run(id, inTime, () =>
        this.#engine.ask(call, inTime, (client, options) => client.getContainer(pathOf(id)).inspect(options)),
      );
    return this.#shows.isFull(id) ? withinBound(this.#clock, call, signal, ask) : ask(signal);
  }

  async stats(id: InstanceId, signal: AbortSignal): Answer<Usage> {
    const call = this.#query('stats', id);
    const session = await this.#engine.session(call, signal);
    if (!session.ok) return session;
    const oneShot = isAtLeast(session.value.version, oneShotStats) ? { 'one-shot': true } : {};
    const sample = await this.#engine.ask(call, signal, (client, options) =>
      client
        .getContainer(pathOf(id))
        .stats({ ...options, stream: false, _query: { stream: false, ...oneShot } }),
    );
    if (!sample.ok) return sample;
    if (!isSample(sample.value))
      return err(fault('unavailable', `${call.name}: the engine did not show statistics`));
    const usage = readUsage(sample.value);
    return usage === undefined ? err(fault('not-found', `container ${id} is not running`)) : ok(usage);
  }

  async #untilAbsent(id: InstanceId, signal: AbortSignal): Answer<undefined> {
    const since = this.#clock.steady();
    const boundMs = this.#deadlines.absence;
    const passed = (): number => this.#clock.steady() - since;
    while (!signal.aborted && passed() < boundMs) {
      const shown = await this.show(id, signal);
      if (!shown.ok && shown.error.kind === 'not-found') return done;
      await this.#clock.sleep(absencePauseMs, signal);
    }
    return err(
      fault(
        'outcome-unknown',
        `remove ${id}: it is being removed, and still there ${spent(passed(), boundMs)}`,
      ),
    );
  }

  /** Asked once per session: what an engine can do does not change while one connection to it lasts. */
  async #traitsOf(session: Session, signal: AbortSignal): Promise<EngineTraits> {
    const known = this.#traits.get(session);
    if (known !== undefined) return known;
    const info = await this.#engine.ask(this.#query('info', ''), signal, (client, options) =>
      client.info(options),
    );
    const traits = readTraits(info.ok ? info.value : null, session.version);
    if (info.ok) this.#traits.set(session, traits);
    return traits;
  }

  #command(name: 'create' | 'start' | 'signal' | 'remove', about: string): Call {
    return { name: `${name} ${about}`, effect: 'command', boundMs: this.#deadlines[name] };
  }

  #query(name: string, about: string): Call {
    return { name: `${name} ${about}`.trim(), effect: 'query', boundMs: this.#deadlines.query };
  }
}

/** Ids come from the engine, yet must not leave their place in a path. */
export const pathOf = (id: InstanceId): string => encodeURIComponent(id);

/** 304: it was started before. */
const isNotModified = (cause: unknown): boolean =>
  cause instanceof EngineFailure && cause.failing.how === 'answered' && cause.failing.status === 304;
