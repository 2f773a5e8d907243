import type { Usage } from '../../../domain/model/instance.js';
import { isJsonObject, type Json, type JsonObject } from '../../../domain/shared/json.js';

/** Whether it is one at all: the engine leaves out what it can't tell, but not where it would be. */
export const isSample = (answer: Json): boolean =>
  isJsonObject(answer) && (isJsonObject(answer['memory_stats']) || isJsonObject(answer['pids_stats']));

/**
 * What one sample of the engine's statistics tells; undefined when it is that of a container that doesn't run, which
 * the engine shows by leaving everything out. Page cache that the kernel can take back at once does not count as used:
 * `total_inactive_file` in a v1 hierarchy, `inactive_file` in the unified one.
 */
export function readUsage(sample: Json): Usage | undefined {
  const memory = at(sample, 'memory_stats');
  const pids = number(at(sample, 'pids_stats')['current']);
  const usage = number(memory['usage']);
  if (usage === undefined && pids === undefined) return undefined;
  const files = at(memory, 'stats');
  const cache = number(files['total_inactive_file']) ?? number(files['inactive_file']) ?? 0;
  const cpuNs = number(at(at(sample, 'cpu_stats'), 'cpu_usage')['total_usage']) ?? 0;
  return {
    memoryBytes: Math.max(0, (usage ?? 0) - cache),
    cpuUs: Math.floor(cpuNs / 1000),
    pids: pids ?? 0,
  };
}

function at(value: Json, key: string): JsonObject {
  const found = isJsonObject(value) ? value[key] : undefined;
  return isJsonObject(found) ? found : {};
}

const number = (value: Json | undefined): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined;
