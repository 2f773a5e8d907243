import { createServer } from 'node:net';

import { fault, type RuntimeFault } from '../../domain/faults/runtime-fault.js';
import type { PublishedPort } from '../../domain/model/container-spec.js';
import type { Port } from '../../domain/model/job.js';
import { portKey } from '../../domain/model/port.js';
import type { ChosenPorts, HostPorts } from '../../domain/ports/host-ports.js';
import type { Answer } from '../../domain/ports/runtime.js';
import { done, err, ok } from '../../domain/shared/result.js';

/** As Nomad's clients choose from. */
const dynamic = { from: 20_000, to: 32_000 } as const;
const tries = 64;

/** Chooses among the TCP ports of this host by trying to listen on them. */
export class TcpPorts implements HostPorts {
  /** From 0 to below 1: where among the dynamic ports to begin. */
  readonly #random: () => number;

  constructor(random: () => number = Math.random) {
    this.#random = random;
  }

  async choose(
    allocations: readonly (readonly Port[])[],
    used: readonly PublishedPort[],
  ): Answer<readonly ChosenPorts[]> {
    const published = new Set(used.map(({ hostPort }) => hostPort));
    const taken = await reserveStatic(allocations.flat(), published);
    if (!taken.ok) return taken;
    const chosen: ChosenPorts[] = [];
    for (const ports of allocations) {
      const own = await this.#chooseFor(ports, taken.value);
      if (!own.ok) return own;
      chosen.push(own.value);
    }
    return ok(chosen);
  }

  /** Adds to what is taken. */
  async #chooseFor(ports: readonly Port[], taken: Set<number>): Answer<ChosenPorts> {
    const chosen = new Map<string, number>();
    for (const port of ports) {
      const number = port.static === undefined ? await this.#anyBut(taken) : ok(port.static);
      if (!number.ok) return number;
      taken.add(number.value);
      chosen.set(portKey(port), number.value);
    }
    return ok(Object.fromEntries(chosen));
  }

  async #anyBut(taken: ReadonlySet<number>): Answer<number> {
    for (let turn = 0; turn < tries; turn++) {
      const port = dynamic.from + Math.floor(this.#random() * (dynamic.to - dynamic.from + 1));
      if (!taken.has(port) && (await tryPort(port)).ok) return ok(port);
    }
    const range = `${dynamic.from.toString()} to ${dynamic.to.toString()}`;
    return err(fault('resource-exhausted', `no free port was found from ${range}`));
  }
}

/** With those that are published. */
async function reserveStatic(ports: readonly Port[], published: ReadonlySet<number>): Answer<Set<number>> {
  const taken = new Set(published);
  for (const { label, static: fixed } of ports) {
    if (fixed === undefined) continue;
    if (published.has(fixed)) return err(publishedAlready(label, fixed));
    if (taken.has(fixed)) return err(askedTwice(label, fixed));
    const free = await tryPort(fixed);
    if (!free.ok) return err(refusal(label, fixed, free.error));
    taken.add(fixed);
  }
  return ok(taken);
}

const askedTwice = (label: string, port: number): RuntimeFault =>
  fault('conflict', `port ${port.toString()} for "${label}" is asked for twice`);

const publishedAlready = (label: string, port: number): RuntimeFault =>
  fault('conflict', `port ${port.toString()} for "${label}" is taken: the network of another group has it`, {
    remedy: 'end that group, or choose another static port',
  });

const refusal = (label: string, port: number, because: RuntimeFault): RuntimeFault => ({
  ...because,
  message: `port ${port.toString()} for "${label}" ${because.message}`,
  remedy: `end what listens on it (ss -ltnp 'sport = :${port.toString()}'), or choose another static port`,
});

const tryPort = (port: number): Answer<undefined> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      resolve(err(faultOf(error)));
    });
    server.listen({ port, exclusive: true }, () => {
      server.close(() => {
        resolve(done);
      });
    });
  });

const faultOf = (cause: NodeJS.ErrnoException): RuntimeFault =>
  cause.code === 'EACCES'
    ? fault('permission-denied', 'is not for us to listen on', { cause })
    : fault('conflict', 'is taken', { cause });
