import type { Port, TaskGroup } from '../model/job.js';
import { portKey } from '../model/port.js';
import { type Problem, problem } from '../shape/problem.js';
import { repeated } from './names.js';

/** Labels stand for one port each to every task, and so do numbers of the host. */
export const portProblems = (ports: readonly Port[]): readonly Problem[] => [
  ...repeated(ports, portKey).map((port) => problem(pathOf(port), 'is the label of more than one port')),
  ...ports.filter(isHidden).map((port) => problem(pathOf(port), "is the label of a port of the group's too")),
  ...ports.flatMap(numberProblems),
  ...repeated(
    ports.filter((port) => port.static !== undefined),
    (port) => String(port.static),
  ).map((port) =>
    problem(`${pathOf(port)}.static`, `is ${String(port.static)}, which another port of the group has`),
  ),
];

/** A static port is there once on a host, so that only one allocation of a job can have it. */
export const sharedPortProblems = (groups: readonly TaskGroup[]): readonly Problem[] => {
  const running = groups.filter(({ count }) => count > 0);
  return running.flatMap((group, index) =>
    group.network.ports.flatMap((port) =>
      port.static === undefined ? [] : sharedPort(group, port, running.slice(0, index)),
    ),
  );
};

function sharedPort(
  { name, count }: TaskGroup,
  port: Port,
  earlier: readonly TaskGroup[],
): readonly Problem[] {
  const path = `group.${name}.${pathOf(port)}.static`;
  const number = String(port.static);
  const other = earlier.find((group) => group.network.ports.some((one) => one.static === port.static));
  const suggestion = 'leave static away: each allocation then gets a port of its own';
  return [
    ...(count > 1
      ? [
          problem(
            path,
            `is ${number}, which each of the group's ${count.toString()} allocations would need`,
            suggestion,
          ),
        ]
      : []),
    ...(other === undefined || other.name === name
      ? []
      : [problem(path, `is ${number}, which group "${other.name}" has too`, suggestion)]),
  ];
}

const pathOf = ({ task, label }: Port): string =>
  `${task === undefined ? '' : `task.${task}.resources.`}network.port.${label}`;

/** Whether a task's port has the label of one of its group. */
const isHidden = ({ task, label }: Port, _: number, ports: readonly Port[]): boolean =>
  task !== undefined && ports.some((other) => other.task === undefined && other.label === label);

const numberProblems = (port: Port): readonly Problem[] => [
  ...outside(`${pathOf(port)}.static`, port.static),
  ...outside(`${pathOf(port)}.to`, port.to),
];

const outside = (path: string, number: number | undefined): readonly Problem[] =>
  number === undefined || (Number.isInteger(number) && number >= 1 && number <= 65_535)
    ? []
    : [problem(path, `must be a whole number from 1 to 65535, not ${number.toString()}`)];
