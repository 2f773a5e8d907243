import { AssertionError } from 'chai';

import type { Problem } from '../../src/domain/shape/problem.js';
import type { Result } from '../../src/domain/shared/result.js';

/** The problems of an outcome that has to be a failure. */
export function problemsOf(result: Result<unknown, readonly Problem[]>): readonly Problem[] {
  if (!result.ok) return result.error;
  throw new AssertionError(`expected problems, got ${JSON.stringify(result.value)}`);
}

/** `path message` of each, for people and for assertions. */
export const told = (problems: readonly Problem[]): readonly string[] =>
  problems.map(({ path, message }) => `${path} ${message}`);

export const pathsOf = (problems: readonly Problem[]): readonly string[] => problems.map(({ path }) => path);
