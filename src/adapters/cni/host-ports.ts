import { fault } from '../../domain/faults/runtime-fault.js';
import type { PublishedPort } from '../../domain/model/container-spec.js';
import type { Answer } from '../../domain/ports/runtime.js';
import { done, err, ok } from '../../domain/shared/result.js';
import { programFault } from './read-fault.js';
import type { RunProgram } from './run-program.js';

type HostPort = Pick<PublishedPort, 'hostIp' | 'hostPort'>;

/** `conflict`, naming the port, when another network publishes one of them, or something on the host listens on it. */
export async function checkPorts(
  ports: readonly PublishedPort[],
  published: readonly PublishedPort[],
  run: RunProgram,
): Answer<undefined> {
  if (ports.length === 0) return done;
  const listened = await listenedPorts(run);
  if (!listened.ok) return listened;
  for (const [index, port] of ports.entries()) {
    const others = [...published, ...ports.slice(0, index)];
    if (others.some((other) => overlap(other, port))) return err(taken(port, 'a network publishes it'));
    if (listened.value.some((other) => overlap(other, port)))
      return err(taken(port, 'something listens on it'));
  }
  return done;
}

const taken = ({ hostPort }: HostPort, why: string) =>
  fault('conflict', `port ${hostPort.toString()} of the host is taken: ${why}`, {
    remedy: `choose another port; ss -lntup 'sport = :${hostPort.toString()}' tells what listens`,
  });

const everyAddress = ['', '0.0.0.0', '::', '*'];

const overlap = (one: HostPort, other: HostPort): boolean =>
  one.hostPort === other.hostPort &&
  (one.hostIp === other.hostIp || everyAddress.includes(one.hostIp) || everyAddress.includes(other.hostIp));

async function listenedPorts(run: RunProgram): Answer<readonly HostPort[]> {
  const end = await run({ program: 'ss', args: ['-H', '-l', '-n', '-t', '-u'] });
  if (end.kind !== 'code' || end.code !== 0) return err(programFault('ss', end));
  return ok(readListeners(end.out));
}

/** The fifth field is the address, perhaps in brackets, perhaps with an interface, and the port. */
export const readListeners = (text: string): readonly HostPort[] =>
  text
    .split('\n')
    .map((line) => /^(.*):(\d+)$/.exec(line.trim().split(/\s+/)[4] ?? ''))
    .filter((match) => match !== null)
    .map(([, address = '', port]) => ({
      hostIp: address.replace(/%.*$/, '').replace(/^\[(.*)\]$/, '$1'),
      hostPort: Number(port),
    }));
