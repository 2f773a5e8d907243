import type { ContainerSpec } from '../../../domain/model/container-spec.js';
import type { JsonObject } from '../../../domain/shared/json.js';

/**
 * The engine's own copy of a task's output, from which ours is read. It is bounded in every case, since a task that
 * prints for months must not fill the disk.
 *
 * `local` keeps bytes as they are; `json-file`, the engine's usual choice, puts U+FFFD for all that is no UTF-8. A
 * terminal is the exception: its output has no frames, and only `json-file` keeps every line's end by which to tell them.
 */
export function logConfig({ logging, tty }: Pick<ContainerSpec, 'logging' | 'tty'>): JsonObject {
  const driver = logging?.driver ?? (tty ? 'json-file' : 'local');
  return { Type: driver, Config: { ...bounds[driver], ...logging?.options } };
}

const bounds: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  local: { 'max-size': '20m', 'max-file': '4' },
  'json-file': { 'max-size': '20m', 'max-file': '4' },
};
