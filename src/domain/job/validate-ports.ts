import type { Port } from '../model/job.js';
import { type Problem, problem } from '../shape/problem.js';
import { repeated } from './names.js';

/** Labels stand for one port each, and so do numbers of the host. */
export const portProblems = (ports: readonly Port[]): readonly Problem[] => [
  ...repeated(ports, ({ label }) => label).map(({ label }) =>
    problem(`network.port.${label}`, 'is the label of more than one port'),
  ),
  ...ports.flatMap(numberProblems),
  ...repeated(
    ports.filter((port) => port.static !== undefined),
    (port) => String(port.static),
  ).map((port) =>
    problem(
      `network.port.${port.label}.static`,
      `is ${String(port.static)}, which another port of the group has`,
    ),
  ),
];

const numberProblems = (port: Port): readonly Problem[] => [
  ...outside(`network.port.${port.label}.static`, port.static),
  ...outside(`network.port.${port.label}.to`, port.to),
];

const outside = (path: string, number: number | undefined): readonly Problem[] =>
  number === undefined || (Number.isInteger(number) && number >= 1 && number <= 65_535)
    ? []
    : [problem(path, `must be a whole number from 1 to 65535, not ${number.toString()}`)];
