import type { Json } from '../../../domain/shared/json.js';

/** No job that a file can say is deeper. What reads it calls itself for each level. */
const deepest = 100;

export function isTooDeep(document: Json): boolean {
  let level: readonly Json[] = [document];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > deepest) return true;
    level = level.flatMap((part) =>
      typeof part === 'object' && part !== null ? (Object.values(part) as readonly Json[]) : [],
    );
  }
  return false;
}
