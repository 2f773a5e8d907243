import type { FastifyInstance } from 'fastify';
import { once } from 'node:events';
import type { BigIntStats } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

import type { Agent } from '../../../app/agent.js';
import type { Diagnostics } from '../../../domain/ports/diagnostics.js';
import type { Answer } from '../../../domain/ports/runtime.js';
import { ok } from '../../../domain/shared/result.js';
import { makeApi } from './api-server.js';
import { type ApiLimits, usualLimits } from './limits.js';
import { OpenStreams } from './open-streams.js';
import { placeSocket, type SocketPlace } from './place-socket.js';
import { removeSocket } from './socket-file.js';

export interface ApiOptions extends SocketPlace {
  readonly diagnostics: Diagnostics;
  readonly limits?: Partial<ApiLimits>;
}

/** The API of an agent, that listens. */
export interface Api {
  /** Takes its socket away, ends all streams, and waits for what is under way as long as its limits say. */
  close(): Promise<void>;
}

/**
 * Lets clients ask an agent over a unix socket, which its owner alone may connect to, or a group too. A socket that a dead
 * agent left is replaced; `conflict` when another process listens there, or when what is there is not a socket.
 */
export async function serveApi(agent: Agent, options: ApiOptions): Answer<Api> {
  const { path, group, diagnostics } = options;
  const limits = { ...usualLimits, ...options.limits };
  const streams = new OpenStreams(limits.streams);
  const app = await makeApi({ agent, limits, streams, diagnostics });
  await app.ready();
  const placed = await placeSocket({ path, group }, (made) => listen(app, made));
  if (!placed.ok) {
    await app.close();
    return placed;
  }
  return ok({ close: () => close({ app, path, own: placed.value, streams, limits }) });
}

async function listen({ server }: FastifyInstance, path: string): Promise<void> {
  server.listen(path);
  await once(server, 'listening');
}

interface Open {
  readonly app: FastifyInstance;
  readonly path: string;
  readonly own: BigIntStats;
  readonly streams: OpenStreams;
  readonly limits: ApiLimits;
}

async function close({ app, path, own, streams, limits }: Open): Promise<void> {
  await removeSocket(path, own);
  streams.close();
  const closed = app.close();
  const enough = new AbortController();
  const late = pause(limits.closingMs, undefined, { signal: enough.signal }).catch(() => undefined);
  await Promise.race([closed, late]);
  enough.abort();
  app.server.closeAllConnections();
  await closed;
}
