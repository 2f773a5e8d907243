import type { Port } from './job.js';

/** Tells the ports of a group apart: tasks may use the same label, each for a port of its own. */
export const portKey = ({ task, label }: Port): string => (task === undefined ? label : `${task}/${label}`);

/** The ports that a task calls by their label alone: the group's and its own. */
export const portsOfTask = (ports: readonly Port[], task: string): readonly Port[] =>
  ports.filter((port) => port.task === undefined || port.task === task);
