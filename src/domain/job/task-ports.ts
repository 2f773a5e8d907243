import type { HostFacts } from '../model/host.js';
import type { Port } from '../model/job.js';
import { portKey, portsOfTask } from '../model/port.js';
import type { ChosenPort, TaskPort } from '../model/task-request.js';

export interface TaskPorts {
  /** What the task calls by its label alone: ports of its group and its own. */
  readonly ports: Readonly<Record<string, ChosenPort>>;
  /** What tasks of the group asked for themselves, this one among them. */
  readonly taskPorts: readonly TaskPort[];
}

/** The ports of a group as one of its tasks sees them. `numbers` are those on the host, by the keys of the ports. */
export function portsFor(
  task: string,
  ports: readonly Port[],
  numbers: Readonly<Record<string, number>>,
  host: HostFacts,
): TaskPorts {
  const chosen = (port: Port): ChosenPort => chosenPort(port, numbers[portKey(port)], host);
  const called = portsOfTask(ports, task).map((port) => [port.label, chosen(port)] as const);
  const asked = ports.flatMap((port) =>
    port.task === undefined ? [] : [{ task: port.task, label: port.label, chosen: chosen(port) }],
  );
  return { ports: Object.fromEntries(called), taskPorts: asked };
}

/** As the task is to listen on it. */
export const portInTask = ({ to }: Port, onHost: number): number =>
  to === undefined || to <= 0 ? onHost : to;

function chosenPort(port: Port, chosen: number = port.static ?? 0, host: HostFacts): ChosenPort {
  const hostIp = host.attributes['unique.network.ip-address'] ?? '127.0.0.1';
  return { hostIp, host: chosen, task: portInTask(port, chosen) };
}
