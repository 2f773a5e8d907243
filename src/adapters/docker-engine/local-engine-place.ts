import { realpath } from 'node:fs/promises';

import type { Clock } from '../../domain/ports/clock.js';
import type { EnginePlace, EngineWhereabouts } from '../../domain/ports/engine-place.js';
import type { Answer } from '../../domain/ports/runtime.js';
import { isJsonObject } from '../../domain/shared/json.js';
import { ok } from '../../domain/shared/result.js';
import { parseEndpoint } from './connection/endpoint.js';
import { EngineConnection } from './connection/engine-connection.js';
import { defaultDeadlines } from './deadlines.js';
import { listenerAt, mountNamespaceOf } from './engine-process.js';

/** An engine that listens at a unix socket of this host. Each look is a connection of its own, soon closed. */
export class LocalEnginePlace implements EnginePlace {
  readonly #endpoint: string;
  readonly #clock: Clock;

  constructor(endpoint: string, clock: Clock) {
    this.#endpoint = endpoint;
    this.#clock = clock;
  }

  async locate(signal: AbortSignal): Answer<EngineWhereabouts | undefined> {
    const endpoint = parseEndpoint(this.#endpoint);
    if (endpoint?.kind !== 'unix') return ok(undefined);
    const root = await this.#askRoot(signal);
    if (!root.ok) return root;
    const socketPath = await realpath(endpoint.socketPath).catch(() => endpoint.socketPath);
    const pid = await listenerAt(socketPath).catch(() => undefined);
    // Who may not look has to take it that an engine of this host has its mounts.
    if (pid === undefined) return ok({ root: root.value, pid: undefined });
    const [own, its] = await Promise.all([mountNamespaceOf('self'), mountNamespaceOf(pid.toString())]);
    return ok({ root: root.value, pid: its === undefined || own === its ? undefined : pid });
  }

  async #askRoot(signal: AbortSignal): Answer<string | undefined> {
    const { negotiate, query } = defaultDeadlines;
    const engine = new EngineConnection(this.#endpoint, this.#clock, negotiate);
    try {
      const call = { name: 'info', effect: 'query', boundMs: query } as const;
      const info = await engine.ask(call, signal, (client, options) => client.info(options));
      if (!info.ok) return info;
      const root = isJsonObject(info.value) ? info.value['DockerRootDir'] : undefined;
      return ok(typeof root === 'string' && root !== '' ? root : undefined);
    } finally {
      engine.close();
    }
  }
}
