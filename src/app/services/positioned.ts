import type { Position, Problem } from '../../domain/shape/problem.js';

/** Problems with the places at which they are written. */
export const positioned =
  (locate: ((path: string) => Position | undefined) | undefined) =>
  (found: Problem): Problem => {
    const position = found.position ?? locate?.(found.path);
    return position === undefined ? found : { ...found, position };
  };
