import type { Task } from '../model/job.js';
import { interpolate } from './interpolate.js';
import { metaOf } from './meta.js';
import { referencesOf } from './references.js';
import { agentEnvironment, type EnvironmentSources } from './task-environment.js';

/**
 * The task with the meta of job, group and task as its own, and their references resolved: to the host, and to what
 * Nomad's agent tells. A reference to other meta stays as it is: which of the two would be resolved first?
 */
export function withResolvedMeta(sources: EnvironmentSources): Task {
  const { allocation, task } = sources;
  const known = { ...referencesOf({ ...sources, environment: agentEnvironment(sources) }), meta: {} };
  const resolved = Object.entries(metaOf(allocation, task)).map(([key, value]) => [
    key,
    interpolate(value, known),
  ]);
  return { ...task, meta: Object.fromEntries(resolved) as Task['meta'] };
}
