import type { ChosenPort } from '../model/task-request.js';
import { cleanName } from './clean-name.js';

/** `NOMAD_PORT_<label>` and its kin. The plain name is what the task listens on; `HOST` is what others reach. */
export const portEnvironment = (
  ports: Readonly<Record<string, ChosenPort>>,
): Readonly<Record<string, string>> =>
  Object.assign(
    {},
    ...Object.entries(ports).map(([label, port]) => ofPort(cleanName(label), port)),
  ) as Readonly<Record<string, string>>;

function ofPort(label: string, { hostIp, host, task }: ChosenPort): Readonly<Record<string, string>> {
  const address = `${hostIp.includes(':') ? `[${hostIp}]` : hostIp}:${host.toString()}`;
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
