import type { Json } from '../../src/domain/shared/json.js';
import type { Problem } from '../../src/domain/shape/problem.js';
import type { Place, Shape } from '../../src/domain/shape/shape.js';

export interface Reading<T> {
  readonly value: T | undefined;
  /** `path message`, then ` | suggestion` where there is one. */
  readonly problems: readonly string[];
}

/** Reads one value that stands at `x`. */
export function reading<T>(
  shape: Shape<T>,
  value: Json,
  unresolved: Place['unresolved'] = 'refuse',
): Reading<T> {
  const problems: Problem[] = [];
  const read = shape.read(value, { path: 'x', unresolved, report: (problem) => problems.push(problem) });
  return { value: read, problems: problems.map(inOneLine) };
}

export const inOneLine = ({ path, message, suggestion }: Problem): string =>
  `${path} ${message}${suggestion === undefined ? '' : ` | ${suggestion}`}`;
