import { type Problem, problem } from '../shape/problem.js';

/** A task of a driver that the operator hasn't turned on, or has turned off. */
export const disabledProblems = (driver: string, enabled: boolean): readonly Problem[] =>
  enabled
    ? []
    : [
        problem(
          'driver',
          `is "${driver}", which is disabled on this host`,
          `set ${driver}.enabled = true in the configuration`,
        ),
      ];
