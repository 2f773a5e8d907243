import { type RuntimeFaultKind, fault } from '../../../src/domain/faults/runtime-fault.js';
import type { ExecSession, ExecWish } from '../../../src/domain/model/exec.js';
import type { HostObject, Thoroughness } from '../../../src/domain/model/host-object.js';
import type { InstanceId, OwnerId } from '../../../src/domain/model/ids.js';
import type {
  Instance,
  InstanceHint,
  KeptSoFar,
  LogItem,
  LogPosition,
  RuntimeDescription,
  Usage,
} from '../../../src/domain/model/instance.js';
import type { SignalName } from '../../../src/domain/model/signals.js';
import type { Answer, Runtime } from '../../../src/domain/ports/runtime.js';
import { err } from '../../../src/domain/shared/result.js';

/**
 * What happens to one call: it goes through, fails before it took effect, fails after it took effect, or is never
 * answered; then it ends only when its caller gives up, as `outcome-unknown`, with nothing done.
 */
export type Failpoint =
  'pass' | 'hang' | { readonly before: RuntimeFaultKind } | { readonly after: RuntimeFaultKind };

export type Verb =
  | 'describe'
  | 'create'
  | 'start'
  | 'signal'
  | 'remove'
  | 'inspect'
  | 'verify'
  | 'list'
  | 'running'
  | 'survey'
  | 'identify'
  | 'stats'
  | 'exec';

/** Per verb, what happens to its calls in turn; calls beyond that go through. */
export type FaultScript = Partial<Record<Verb, readonly Failpoint[]>> & {
  /** Of each stream in turn: the chunks after which it breaks off, or that it gives nothing until it is given up. */
  readonly logs?: readonly (number | 'hang')[];
};

/** Any runtime, with scripted faults. Without a script it is not to be told from the runtime itself. */
export class FaultyRuntime<Spec> implements Runtime<Spec> {
  /** The verbs that were called, in order, whatever became of them. */
  readonly calls: Verb[] = [];
  protected readonly inner: Runtime<Spec>;
  readonly #script: FaultScript;
  readonly #used = new Map<Verb, number>();
  #streams = 0;

  constructor(inner: Runtime<Spec>, script: FaultScript = {}) {
    this.inner = inner;
    this.#script = script;
  }

  describe(signal: AbortSignal): Answer<RuntimeDescription> {
    return this.#through('describe', signal, () => this.inner.describe(signal));
  }

  create(spec: Spec, signal: AbortSignal): Answer<InstanceId> {
    return this.#through('create', signal, () => this.inner.create(spec, signal));
  }

  start(id: InstanceId, signal: AbortSignal): Answer<undefined> {
    return this.#through('start', signal, () => this.inner.start(id, signal));
  }

  signal(id: InstanceId, name: SignalName, signal: AbortSignal): Answer<undefined> {
    return this.#through('signal', signal, () => this.inner.signal(id, name, signal));
  }

  remove(id: InstanceId, signal: AbortSignal): Answer<undefined> {
    return this.#through('remove', signal, () => this.inner.remove(id, signal));
  }

  inspect(id: InstanceId, signal: AbortSignal): Answer<Instance> {
    return this.#through('inspect', signal, () => this.inner.inspect(id, signal));
  }

  verify(instance: Instance, signal: AbortSignal): Answer<undefined> {
    return this.#through('verify', signal, () => this.inner.verify(instance, signal));
  }

  list(owner: OwnerId, signal: AbortSignal): Answer<readonly Instance[]> {
    return this.#through('list', signal, () => this.inner.list(owner, signal));
  }

  running(owner: OwnerId, signal: AbortSignal): Answer<ReadonlySet<InstanceId>> {
    return this.#through('running', signal, () => this.inner.running(owner, signal));
  }

  survey(thoroughness: Thoroughness, signal: AbortSignal): Answer<readonly HostObject[]> {
    return this.#through('survey', signal, () => this.inner.survey(thoroughness, signal));
  }

  identify(id: InstanceId, signal: AbortSignal): Answer<HostObject> {
    return this.#through('identify', signal, () => this.inner.identify(id, signal));
  }

  watch(owner: OwnerId, signal: AbortSignal): AsyncIterable<InstanceHint> {
    return this.inner.watch(owner, signal);
  }

  async *logs(
    id: InstanceId,
    after: LogPosition | undefined,
    signal: AbortSignal,
    kept?: KeptSoFar,
  ): AsyncGenerator<LogItem, void, undefined> {
    const breaksAfter = this.#script.logs?.[this.#streams] ?? Infinity;
    this.#streams += 1;
    if (breaksAfter === 'hang') return aborted(signal);
    let given = 0;
    if (breaksAfter === 0) return;
    for await (const item of this.inner.logs(id, after, signal, kept)) {
      yield item;
      given += 1;
      if (given >= breaksAfter) return;
    }
  }

  stats(id: InstanceId, signal: AbortSignal): Answer<Usage> {
    return this.#through('stats', signal, () => this.inner.stats(id, signal));
  }

  exec(id: InstanceId, wish: ExecWish, signal: AbortSignal): Answer<ExecSession> {
    return this.#through('exec', signal, () => this.inner.exec(id, wish, signal));
  }

  async #through<T>(verb: Verb, signal: AbortSignal, call: () => Answer<T>): Answer<T> {
    this.calls.push(verb);
    const turn = this.#used.get(verb) ?? 0;
    this.#used.set(verb, turn + 1);
    const failpoint = this.#script[verb]?.[turn] ?? 'pass';
    if (failpoint === 'pass') return call();
    if (failpoint === 'hang') {
      await aborted(signal);
      return err(fault('outcome-unknown', `${verb} was given up`));
    }
    if ('before' in failpoint) return err(fault(failpoint.before, `${verb} was made to fail`));
    await call();
    return err(fault(failpoint.after, `the answer of ${verb} was made to fail`));
  }
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else
      signal.addEventListener(
        'abort',
        () => {
          resolve();
        },
        { once: true },
      );
  });
