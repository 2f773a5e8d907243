import { createServer } from 'node:net';

import { fault, type RuntimeFault } from '../../domain/faults/runtime-fault.js';
import type { Port } from '../../domain/model/job.js';
import type { HostPorts } from '../../domain/ports/host-ports.js';
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

  async choose(ports: readonly Port[]): Answer<Readonly<Record<string, number>>> {
    const chosen = new Map<string, number>();
    for (const { label, static: fixed } of ports) {
      const port =
        fixed === undefined ? await this.#anyBut([...chosen.values()]) : await reserved(label, fixed);
      if (!port.ok) return port;
      chosen.set(label, port.value);
    }
    return ok(Object.fromEntries(chosen));
  }

  async #anyBut(taken: readonly number[]): Answer<number> {
    for (let turn = 0; turn < tries; turn++) {
      const port = dynamic.from + Math.floor(this.#random() * (dynamic.to - dynamic.from + 1));
      if (!taken.includes(port) && (await tryPort(port)).ok) return ok(port);
    }
    const range = `${dynamic.from.toString()} to ${dynamic.to.toString()}`;
    return err(fault('resource-exhausted', `no free port was found from ${range}`));
  }
}

async function reserved(label: string, port: number): Answer<number> {
  const free = await tryPort(port);
  if (free.ok) return ok(port);
  return err({
    ...free.error,
    message: `port ${port.toString()} for "${label}" ${free.error.message}`,
    remedy: `end what listens on it (ss -ltnp 'sport = :${port.toString()}'), or choose another static port`,
  });
}

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
