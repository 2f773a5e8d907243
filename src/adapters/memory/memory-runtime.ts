import { type RuntimeFault, fault } from '../../domain/faults/runtime-fault.js';
import type { ExecSession, ExecWish } from '../../domain/model/exec.js';
import type { HostObject, Thoroughness } from '../../domain/model/host-object.js';
import type { InstanceId, OwnerId } from '../../domain/model/ids.js';
import type {
  Instance,
  InstanceHint,
  LogItem,
  LogPosition,
  RuntimeDescription,
  Usage,
} from '../../domain/model/instance.js';
import type { SignalName } from '../../domain/model/signals.js';
import type { Answer, Runtime } from '../../domain/ports/runtime.js';
import { type Result, done, err, ok } from '../../domain/shared/result.js';
import type { Script } from './behaviour.js';
import { absent, type MemoryHost } from './memory-host.js';
import type { MemoryInstance, NamedSpec } from './memory-instance.js';

const version = '1.0.0';

/** A runtime whose host is an object: what its instances do is told by a script, when it happens by a clock. */
export class MemoryRuntime<Spec extends NamedSpec> implements Runtime<Spec> {
  protected readonly host: MemoryHost;
  readonly #script: Script<Spec>;

  constructor(host: MemoryHost, script: Script<Spec>) {
    this.host = host;
    this.#script = script;
  }

  describe(signal: AbortSignal): Answer<RuntimeDescription> {
    return this.answer(signal, () =>
      ok({ summary: `Host in memory ${version}`, version, attributes: { version } }),
    );
  }

  create(spec: Spec, signal: AbortSignal): Answer<InstanceId> {
    return this.answer(signal, () => {
      const scripted = this.#script(spec);
      if ('refuse' in scripted && scripted.refuse === 'create') return err(scripted.fault);
      if (this.host.isTaken(spec.name)) return err(fault('conflict', `the name ${spec.name} is taken`));
      return ok(this.host.add(spec, scripted).id);
    });
  }

  start(id: InstanceId, signal: AbortSignal): Answer<undefined> {
    return this.#on(id, signal, (instance) => instance.start());
  }

  signal(id: InstanceId, name: SignalName, signal: AbortSignal): Answer<undefined> {
    return this.#on(id, signal, (instance) => {
      instance.signal(name);
      return done;
    });
  }

  remove(id: InstanceId, signal: AbortSignal): Answer<undefined> {
    return this.answer(signal, () => {
      this.host.remove(id);
      return done;
    });
  }

  inspect(id: InstanceId, signal: AbortSignal): Answer<Instance> {
    return this.#on(id, signal, (instance) => ok(instance.seen()));
  }

  /** Its instances have what their specs ask for from the beginning. */
  verify(_: Instance, signal: AbortSignal): Answer<undefined> {
    return this.answer(signal, () => done);
  }

  list(owner: OwnerId, signal: AbortSignal): Answer<readonly Instance[]> {
    return this.answer(signal, () => {
      const ours = this.host.all().filter(({ identity }) => identity.owner === owner);
      return ok(ours.map((instance) => instance.seen()));
    });
  }

  running(owner: OwnerId, signal: AbortSignal): Answer<ReadonlySet<InstanceId>> {
    return this.answer(signal, () => {
      const ours = this.host.all().filter(({ identity }) => identity.owner === owner);
      const running = ours
        .map((instance) => instance.seen())
        .filter(({ state }) => state.phase === 'running');
      return ok(new Set(running.map(({ id }) => id)));
    });
  }

  survey(thoroughness: Thoroughness, signal: AbortSignal): Answer<readonly HostObject[]> {
    return this.answer(signal, () => this.host.survey(thoroughness));
  }

  identify(id: InstanceId, signal: AbortSignal): Answer<HostObject> {
    return this.answer(signal, () => this.host.identify(id));
  }

  watch(owner: OwnerId, signal: AbortSignal): AsyncIterable<InstanceHint> {
    return this.host.watch(owner, signal);
  }

  async *logs(
    id: InstanceId,
    after: LogPosition | undefined,
    signal: AbortSignal,
  ): AsyncGenerator<LogItem, void, undefined> {
    const instance = this.host.find(id);
    if (instance !== undefined) yield* instance.tape.read(after, signal);
    if (!signal.aborted) yield 'end';
  }

  stats(id: InstanceId, signal: AbortSignal): Answer<Usage> {
    return this.#on(id, signal, (instance) => {
      const usage = instance.usage();
      return usage === undefined ? err(fault('not-found', `instance ${id} is not running`)) : ok(usage);
    });
  }

  exec(id: InstanceId, wish: ExecWish, signal: AbortSignal): Answer<ExecSession> {
    return this.#on(id, signal, (instance) => instance.exec(wish));
  }

  /** What `act` says, unless the caller had given up before. */
  protected answer<T>(signal: AbortSignal, act: () => Result<T, RuntimeFault>): Answer<T> {
    return Promise.resolve(
      signal.aborted ? err(fault('unavailable', 'given up before it was asked')) : act(),
    );
  }

  #on<T>(
    id: InstanceId,
    signal: AbortSignal,
    act: (instance: MemoryInstance) => Result<T, RuntimeFault>,
  ): Answer<T> {
    return this.answer(signal, () => {
      const instance = this.host.find(id);
      return instance === undefined ? err(absent(id)) : act(instance);
    });
  }
}
