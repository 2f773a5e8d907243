import type { RuntimeFault } from '../../domain/faults/runtime-fault.js';
import type { Identity } from '../../domain/model/identity.js';
import type { InstanceId } from '../../domain/model/ids.js';
import type { Instance } from '../../domain/model/instance.js';
import type { Clock } from '../../domain/ports/clock.js';
import type { Answer, Runtime } from '../../domain/ports/runtime.js';
import { done, err, ok } from '../../domain/shared/result.js';
import {
  afterStep,
  beforeStart,
  nextStartStep,
  type Seen,
  type StartPolicy,
  type StartStep,
} from '../../domain/start/start-protocol.js';
import { describeLeftover, type PendingRemovals } from './pending-removals.js';
import { steadfast } from './steadfast.js';

type Finished = Extract<StartStep, { do: 'succeed' | 'fail' }>;
type Acting = Exclude<StartStep, Finished>;

/** Fetches what specs are made from; it answers once that is here, or why it can't be. */
export type Supply = (signal: AbortSignal) => Answer<undefined>;

/** One start: what to make, how to supply what is missing for it, and who may give up. */
interface Order<Spec> {
  readonly spec: Spec;
  readonly supply: Supply | undefined;
  readonly cancel: AbortSignal;
}

/** What a start asks of a runtime. */
export type Starting<Spec> = Pick<
  Runtime<Spec>,
  'create' | 'start' | 'inspect' | 'verify' | 'list' | 'remove'
>;

/** Acts out the start protocol: one step at a time, no rule of its own. */
export class StartInstance<Spec extends { readonly identity: Identity }> {
  readonly #runtime: Starting<Spec>;
  readonly #removals: PendingRemovals;
  readonly #clock: Clock;
  readonly #policy: StartPolicy;

  constructor(runtime: Starting<Spec>, removals: PendingRemovals, clock: Clock, policy: StartPolicy) {
    this.#runtime = runtime;
    this.#removals = removals;
    this.#clock = clock;
    this.#policy = policy;
  }

  /**
   * Answers once the instance runs, or has run, or nothing of it is left but what a pending removal takes. Makes nothing
   * beside what may be left of the task's earlier attempts: `conflict` when that does not go in time. `supply` is asked
   * for what the runtime does not find; without it that is the end.
   */
  async start(spec: Spec, cancel: AbortSignal, supply?: Supply): Answer<Instance> {
    const [leftover] = await this.#removals.settleTask(spec.identity, cancel);
    if (leftover !== undefined && !cancel.aborted)
      return err({ kind: 'conflict', ...describeLeftover(leftover) });
    const finished = await this.#untilFinished({ spec, supply, cancel });
    if (finished.do === 'succeed') return ok(finished.instance);
    if (finished.leftover === 'pending-removal') this.#removals.add(spec.identity);
    return err(finished.fault);
  }

  async #untilFinished(order: Order<Spec>): Promise<Finished> {
    const { cancel, supply } = order;
    let progress = beforeStart(cancel.aborted, supply !== undefined);
    for (;;) {
      const step = nextStartStep(progress, this.#policy);
      if (step.do === 'succeed' || step.do === 'fail') return step;
      const seen = await this.#act(step, order);
      progress = afterStep(progress, step, seen, cancel.aborted);
    }
  }

  async #act(step: Acting, { spec, supply, cancel }: Order<Spec>): Promise<Seen> {
    switch (step.do) {
      case 'create':
        return this.#create(spec);
      case 'supply':
        return seenOf(await supply?.(cancel));
      case 'start':
        return this.#start(step.id);
      case 'inspect':
        return this.#inspect(step.id);
      case 'verify':
        return this.#verify(step.instance);
      case 'look':
        // Whoever gives up cuts short the wait that he is in, and none of those that follow.
        await this.#clock.sleep(step.afterMs, cancel.aborted ? steadfast() : cancel);
        return this.#look(spec.identity);
      case 'remove':
        return this.#remove(step.ids, step.because);
    }
  }

  async #create(spec: Spec): Promise<Seen> {
    const answer = await this.#runtime.create(spec, steadfast());
    return answer.ok ? { what: 'created', id: answer.value } : { what: 'create-fault', fault: answer.error };
  }

  async #start(id: InstanceId): Promise<Seen> {
    const answer = await this.#runtime.start(id, steadfast());
    return answer.ok ? { what: 'started', id } : { what: 'start-fault', id, fault: answer.error };
  }

  async #inspect(id: InstanceId): Promise<Seen> {
    const answer = await this.#runtime.inspect(id, steadfast());
    if (answer.ok) return { what: 'instances', instances: [answer.value] };
    if (answer.error.kind === 'not-found') return { what: 'instances', instances: [] };
    return { what: 'look-fault', fault: answer.error };
  }

  async #verify(instance: Instance): Promise<Seen> {
    const answer = await this.#runtime.verify(instance, steadfast());
    return answer.ok
      ? { what: 'verified', instance }
      : { what: 'start-fault', id: instance.id, fault: answer.error };
  }

  async #look({ owner, attempt }: Identity): Promise<Seen> {
    const answer = await this.#runtime.list(owner, steadfast());
    if (!answer.ok) return { what: 'look-fault', fault: answer.error };
    return {
      what: 'instances',
      instances: answer.value.filter(({ identity }) => identity.attempt === attempt),
    };
  }

  async #remove(ids: readonly InstanceId[], because: RuntimeFault): Promise<Seen> {
    const answers = await Promise.all(ids.map((id) => this.#runtime.remove(id, steadfast())));
    return { what: answers.every((answer) => answer.ok) ? 'removed' : 'remove-fault', because };
  }
}

const seenOf = (supplied: Awaited<Answer<undefined>> = done): Seen =>
  supplied.ok ? { what: 'supplied' } : { what: 'supply-fault', fault: supplied.error };
