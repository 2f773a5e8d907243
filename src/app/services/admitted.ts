import {
  type Admission,
  admissionAtFirst,
  type AdmissionPolicy,
  type AdmittedCall,
  afterCall,
  type EndedCall,
} from '../../domain/admission/admission.js';
import type { Identity } from '../../domain/model/identity.js';
import type { InstanceId } from '../../domain/model/ids.js';
import type { Clock } from '../../domain/ports/clock.js';
import type { Answer, Runtime } from '../../domain/ports/runtime.js';
import { FairTurns } from './fair-turns.js';
import type { Starting } from './start-instance.js';

/** A runtime that is asked to make and start as many instances at once as it keeps up with, job by job. */
export function admitted<Spec extends { readonly identity: Identity }>(
  runtime: Runtime<Spec>,
  clock: Clock,
  policy: AdmissionPolicy,
): Starting<Spec> {
  const jobs = new Map<InstanceId, string>();
  const gate = new Gate(clock, policy);
  return {
    create: async (spec, signal) => {
      const { job } = spec.identity;
      const created = await gate.pass('create', job, () => runtime.create(spec, signal));
      if (created.ok) jobs.set(created.value, job);
      return created;
    },
    start: async (id, signal) => {
      const started = await gate.pass('start', jobs.get(id) ?? id, () => runtime.start(id, signal));
      if (started.ok) jobs.delete(id);
      return started;
    },
    inspect: (id, signal) => runtime.inspect(id, signal),
    verify: (instance, signal) => runtime.verify(instance, signal),
    list: (owner, signal) => runtime.list(owner, signal),
    remove: (id, signal) => {
      jobs.delete(id);
      return runtime.remove(id, signal);
    },
  };
}

/** Lets as many calls through at once as it has learned that the runtime keeps up with. */
class Gate {
  readonly #turns: FairTurns;
  readonly #clock: Clock;
  readonly #policy: AdmissionPolicy;
  #admission: Admission;

  constructor(clock: Clock, policy: AdmissionPolicy) {
    this.#clock = clock;
    this.#policy = policy;
    this.#admission = admissionAtFirst(policy);
    this.#turns = new FairTurns(this.#admission.limit);
  }

  pass<T>(call: AdmittedCall, key: string, ask: () => Answer<T>): Answer<T> {
    return this.#turns.take(key, async () => {
      const askedAt = this.#clock.steady();
      const answer = await ask();
      const outcome = outcomeOf(answer);
      if (outcome !== undefined) this.#learn({ call, outcome, tookMs: this.#clock.steady() - askedAt });
      return answer;
    });
  }

  #learn(ended: Omit<EndedCall, 'crowded'>): void {
    const crowded = this.#turns.isCrowded;
    this.#admission = afterCall(this.#admission, { ...ended, crowded }, this.#policy);
    this.#turns.allow(Math.floor(this.#admission.limit));
  }
}

/** Undefined when it says nothing about how busy the runtime is: a refusal is quick. */
function outcomeOf(answer: Awaited<Answer<unknown>>): EndedCall['outcome'] | undefined {
  if (answer.ok) return 'answered';
  return ['unavailable', 'outcome-unknown'].includes(answer.error.kind) ? 'no-answer' : undefined;
}
