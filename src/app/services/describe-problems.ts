import type { Problem } from '../../domain/shape/problem.js';

/** One line per problem, for a fault's message. */
export const describeProblems = (problems: readonly Problem[]): string =>
  problems
    .map(
      ({ path, message, suggestion }) =>
        `${path} ${message}${suggestion === undefined ? '' : ` (${suggestion})`}`,
    )
    .join('\n');
