import type { NetworkAddress } from '../model/group-network.js';
import type { ChosenPort, TaskPort } from '../model/task-request.js';
import { cleanName } from './clean-name.js';

/** `NOMAD_PORT_<label>` and its kin. The plain name is what the task listens on; `HOST` is what others reach. */
export const portEnvironment = (
  ports: Readonly<Record<string, ChosenPort>>,
): Readonly<Record<string, string>> =>
  Object.assign(
    {},
    ...Object.entries(ports).map(([label, port]) => ofPort(cleanName(label), port)),
  ) as Readonly<Record<string, string>>;

/**
 * `NOMAD_ALLOC_IP_<label>` and its kin: where in the network of its group a port is to be reached. Nothing where the group
 * has the host's network, or one with no address.
 */
export function allocPortEnvironment(
  ports: Readonly<Record<string, ChosenPort>>,
  [first]: readonly NetworkAddress[],
): Readonly<Record<string, string>> {
  if (first === undefined) return {};
  return Object.fromEntries(
    Object.entries(ports).flatMap(([label, { task }]) => {
      const name = cleanName(label);
      return [
        [`NOMAD_ALLOC_INTERFACE_${name}`, first.interface],
        [`NOMAD_ALLOC_IP_${name}`, first.address],
        [`NOMAD_ALLOC_ADDR_${name}`, withPort(first.address, task)],
      ] as const;
    }),
  );
}

/** `NOMAD_PORT_<task>_<label>` and its kin: how other tasks reach a port that a task asked for itself. */
export const taskPortEnvironment = (ports: readonly TaskPort[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    ports.flatMap(({ task, label, chosen }) => {
      const name = cleanName(`${task}_${label}`);
      return [
        [`NOMAD_IP_${name}`, chosen.hostIp],
        [`NOMAD_PORT_${name}`, chosen.host.toString()],
        [`NOMAD_ADDR_${name}`, addressOf(chosen)],
      ] as const;
    }),
  );

const addressOf = ({ hostIp, host }: ChosenPort): string => withPort(hostIp, host);

const withPort = (address: string, port: number): string =>
  `${address.includes(':') ? `[${address}]` : address}:${port.toString()}`;

function ofPort(label: string, port: ChosenPort): Readonly<Record<string, string>> {
  const { hostIp, host, task } = port;
  const address = addressOf(port);
  return {
    [`NOMAD_IP_${label}`]: hostIp,
    [`NOMAD_PORT_${label}`]: task.toString(),
    [`NOMAD_ADDR_${label}`]: address,
    [`NOMAD_HOST_IP_${label}`]: hostIp,
    [`NOMAD_HOST_PORT_${label}`]: host.toString(),
    [`NOMAD_HOST_ADDR_${label}`]: address,
    [`NOMAD_ALLOC_PORT_${label}`]: task.toString(),
  };
}
