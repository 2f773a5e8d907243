import type { Identity } from '../../domain/model/identity.js';
import type { InstanceId } from '../../domain/model/ids.js';
import type { Runtime } from '../../domain/ports/runtime.js';
import type { FairTurns } from './fair-turns.js';
import type { Starting } from './start-instance.js';

/** A runtime that is asked to make and start so many instances at once and no more, job by job. */
export function admitted<Spec extends { readonly identity: Identity }>(
  runtime: Runtime<Spec>,
  turns: FairTurns,
): Starting<Spec> {
  const jobs = new Map<InstanceId, string>();
  return {
    create: async (spec, signal) => {
      const { job } = spec.identity;
      const created = await turns.take(job, () => runtime.create(spec, signal));
      if (created.ok) jobs.set(created.value, job);
      return created;
    },
    start: async (id, signal) => {
      const started = await turns.take(jobs.get(id) ?? id, () => runtime.start(id, signal));
      if (started.ok) jobs.delete(id);
      return started;
    },
    inspect: (id, signal) => runtime.inspect(id, signal),
    list: (owner, signal) => runtime.list(owner, signal),
    remove: (id, signal) => {
      jobs.delete(id);
      return runtime.remove(id, signal);
    },
  };
}
