import { fault, type RuntimeFault } from '../../domain/faults/runtime-fault.js';
import type { Failure } from '../../domain/model/report.js';
import type { Position, Problem } from '../../domain/shape/problem.js';

/** One line per problem, for a fault's message. */
export const describeProblems = (problems: readonly Problem[]): string =>
  problems
    .map(({ path, message, suggestion, position }) =>
      atPlace(position, `${path} ${message}${suggestion === undefined ? '' : ` (${suggestion})`}`),
    )
    .join('\n');

/** What was asked can't be done, since these are wrong with it; their paths begin below the task. */
export const invalidRequest = (problems: readonly Problem[]): RuntimeFault =>
  fault('invalid-spec', describeProblems(problems), { problems });

export const failureOfProblem = ({ path, message, suggestion, position }: Problem): Failure => ({
  message: atPlace(position, `${path} ${message}`),
  remedy: suggestion,
});

export const atPlace = (position: Position | undefined, message: string): string =>
  position === undefined
    ? message
    : `${position.file}:${position.line.toString()}:${position.column.toString()}: ${message}`;
