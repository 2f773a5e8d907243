import type { Job } from '../model/job.js';
import type { Json } from '../shared/json.js';
import { lookup } from '../shared/record.js';
import type { DriverRules } from './validate-task.js';

/** A warning for each option of configs that has no effect here, with all of its places. */
export function ignoredOptions(job: Job, drivers: Readonly<Record<string, DriverRules>>): readonly string[] {
  const places = new Map<string, readonly string[]>();
  for (const { name, tasks } of job.groups)
    for (const task of tasks)
      for (const [option, reason] of Object.entries(lookup(drivers, task.driver)?.ignores ?? {})) {
        if (!isSet(task.config[option])) continue;
        const words = `${option} is ignored: ${reason}`;
        const path = `job.${job.id}.group.${name}.task.${task.name}.config.${option}`;
        places.set(words, [...(places.get(words) ?? []), path]);
      }
  return [...places].map(([words, paths]) => `${words} (${paths.join(', ')})`);
}

const isSet = (value: Json | undefined): boolean =>
  value !== undefined && value !== null && value !== false && value !== '';
