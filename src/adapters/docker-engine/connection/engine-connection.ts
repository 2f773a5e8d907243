import { Agent } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex, Readable } from 'node:stream';

import { fault, type RuntimeFault } from '../../../domain/faults/runtime-fault.js';
import type { Clock } from '../../../domain/ports/clock.js';
import type { Answer } from '../../../domain/ports/runtime.js';
import { isJsonObject, type Json } from '../../../domain/shared/json.js';
import { type Result, err, ok } from '../../../domain/shared/result.js';
import { type ApiVersion, formatApiVersion, negotiateApi, parseApiVersion } from './api-version.js';
import { type Bounded, bounded } from './bounded.js';
import { type Endpoint, parseEndpoint } from './endpoint.js';
import { type CallOptions, type EngineClient, engineClient } from './engine-client.js';
import { EngineFailure } from './engine-failure.js';
import { type Call, readFault } from './read-fault.js';
import { untilAborted } from './until-aborted.js';

export interface Session {
  readonly version: ApiVersion;
  readonly queries: EngineClient;
  readonly commands: EngineClient;
  readonly streams: EngineClient;
}

type Pool = 'queries' | 'commands' | 'streams';
type Send<T> = (client: EngineClient, options: CallOptions) => Promise<T>;

/**
 * The way to one engine. Each class of calls has connections of its own, so that commands that hang can't keep a
 * question waiting, and streams can't keep either. The API version is agreed upon before the first call, and again
 * after any connection has ended: the engine that answers next may be another one.
 */
export class EngineConnection {
  /** As it was given, for people. */
  readonly #name: string;
  readonly #endpoint: Endpoint | undefined;
  readonly #clock: Clock;
  readonly #negotiateMs: number;
  readonly #agents: Readonly<Record<Pool, Agent>> = {
    queries: new Agent({ keepAlive: true, maxSockets: 16 }),
    commands: new Agent({ keepAlive: true, maxSockets: 32 }),
    streams: new Agent({ keepAlive: false }),
  };
  /** Connections whose end will be noticed. */
  readonly #noticed = new WeakSet<Socket>();
  #session: Answer<Session> | undefined;
  #closed = false;

  constructor(endpoint: string, clock: Clock, negotiateMs: number) {
    this.#name = endpoint;
    this.#endpoint = parseEndpoint(endpoint);
    this.#clock = clock;
    this.#negotiateMs = negotiateMs;
  }

  /**
   * Asks, and answers within the bounds of the call and of the negotiation that may go before it. The other side may
   * end an idle connection just when it is used: a question that got no answer on one is put again, on a connection of
   * its own. A command is not, for it may have been heard.
   */
  async ask<T>(call: Call, signal: AbortSignal, send: Send<T>): Answer<T> {
    const session = await this.session(call, signal);
    if (!session.ok) return session;
    const patience = bounded(this.#clock, call.boundMs, signal);
    const client = call.effect === 'command' ? session.value.commands : session.value.queries;
    const answer = await this.#attempt(call, patience, client, send);
    const isStale = call.effect === 'query' && !answer.ok && cameTooLate(answer.error.cause);
    const settled = isStale ? await this.#askAnew(call, patience, send) : answer;
    patience.release();
    return settled;
  }

  /** Opens a stream within the bound of the call. It ends by itself, when `signal` aborts or when it is destroyed. */
  async open(call: Call, signal: AbortSignal, send: Send<Readable>): Answer<Readable> {
    const session = await this.session(call, signal);
    if (!session.ok) return session;
    const patience = bounded(this.#clock, call.boundMs, signal);
    const opened = await this.#attempt(call, patience, session.value.streams, send);
    if (opened.ok) {
      patience.disarm();
      opened.value.once('close', patience.release);
    } else patience.release();
    return opened;
  }

  /** Opens a connection with something that the engine runs, within the bound of the call. Then it is the caller's alone. */
  async connect(call: Call, signal: AbortSignal, send: Send<Duplex>): Answer<Duplex> {
    const session = await this.session(call, signal);
    if (!session.ok) return session;
    const patience = bounded(this.#clock, call.boundMs, signal);
    const opened = await this.#attempt(call, patience, session.value.streams, send);
    patience.release();
    return opened;
  }

  /** The agreement with the engine; made anew when there is none. */
  async session(call: Pick<Call, 'name'>, signal: AbortSignal): Answer<Session> {
    if (this.#closed) return err(fault('unavailable', `${call.name}: the connection was closed`));
    if (signal.aborted) return err(fault('unavailable', `${call.name}: given up before it was asked`));
    this.#session ??= this.#negotiate();
    const session = await untilAborted(this.#session, signal);
    if (session === undefined) return err(fault('unavailable', `${call.name}: given up before it was asked`));
    return session.ok ? session : err(about(call, session.error));
  }

  /** Ends every connection; calls that wait answer that it was lost. */
  close(): void {
    this.#closed = true;
    this.#session = undefined;
    for (const agent of Object.values(this.#agents)) agent.destroy();
  }

  async #askAnew<T>(call: Call, patience: Bounded, send: Send<T>): Answer<T> {
    this.#session = undefined;
    const session = await this.session(call, patience.signal);
    return session.ok ? this.#attempt(call, patience, session.value.streams, send) : session;
  }

  async #attempt<T>(call: Call, patience: Bounded, client: EngineClient, send: Send<T>): Answer<T> {
    try {
      return ok(await send(client, { abortSignal: patience.signal }));
    } catch (error) {
      if (!(error instanceof EngineFailure))
        return err(fault('internal', `${call.name}: ${String(error)}`, { cause: error }));
      const read = readFault(error, call, patience.elapsedMs());
      return err(isConnecting(error) ? this.#withRemedy(read) : read);
    }
  }

  async #negotiate(): Answer<Session> {
    const endpoint = this.#endpoint;
    const session = endpoint === undefined ? this.#nowhere() : await this.#greet(endpoint);
    if (!session.ok) this.#session = undefined;
    return session;
  }

  #nowhere(): Result<never, RuntimeFault> {
    const remedy = 'set docker.endpoint, or DOCKER_HOST, to unix:///absolute/path or tcp://host:port';
    return err(fault('unavailable', `${this.#name} is no address of an engine`, { remedy }));
  }

  async #greet(endpoint: Endpoint): Answer<Session> {
    const call: Call = { name: 'connect', effect: 'query', boundMs: this.#negotiateMs };
    const patience = bounded(this.#clock, call.boundMs, new AbortController().signal);
    const client = this.#client(endpoint, 'streams', undefined);
    const told = await this.#attempt(call, patience, client, (engine, options) => engine.version(options));
    patience.release();
    return told.ok ? this.#agree(endpoint, told.value) : told;
  }

  #agree(endpoint: Endpoint, told: Json): Result<Session, RuntimeFault> {
    const facts = isJsonObject(told) ? told : {};
    const min = parseApiVersion(facts['MinAPIVersion']);
    const max = parseApiVersion(facts['ApiVersion']);
    const remedy = 'point docker.endpoint at a Docker Engine';
    if (max === undefined || isPodman(facts['Components']))
      return err(fault('unsupported', `what listens at ${this.#name} is no Docker Engine`, { remedy }));
    const version = negotiateApi({ min: min ?? max, max });
    if (!version.ok)
      return err(fault('unsupported', version.error, { remedy: 'use another version of Docker' }));
    const spoken = formatApiVersion(version.value);
    return ok({
      version: version.value,
      queries: this.#client(endpoint, 'queries', spoken),
      commands: this.#client(endpoint, 'commands', spoken),
      streams: this.#client(endpoint, 'streams', spoken),
    });
  }

  #client(endpoint: Endpoint, pool: Pool, version: string | undefined): EngineClient {
    const onConnection = (socket: Socket): void => {
      if (pool !== 'streams') this.#noticeEnd(socket);
    };
    return engineClient({ endpoint, agent: this.#agents[pool], version, onConnection });
  }

  /** A connection may outlive the agreement under which it was made, and serve the ones after it. */
  #noticeEnd(socket: Socket): void {
    if (this.#noticed.has(socket)) return;
    this.#noticed.add(socket);
    socket.once('close', () => {
      this.#session = undefined;
    });
  }

  #withRemedy(read: RuntimeFault): RuntimeFault {
    const remedy =
      read.kind === 'permission-denied'
        ? `run wharf as root, or as a member of the group that owns ${this.#name}`
        : `start the Docker Engine, or set docker.endpoint to where it listens; ${this.#name} does not answer`;
    return { ...read, remedy };
  }
}

const about = ({ name }: Pick<Call, 'name'>, error: RuntimeFault): RuntimeFault => ({
  ...error,
  message: `${name}: ${error.message}`,
});

/** Whether the request went over a connection that had served before, and nothing came back. */
const cameTooLate = (cause: unknown): boolean =>
  cause instanceof EngineFailure &&
  cause.failing.how === 'lost' &&
  cause.failing.phase === 'asked' &&
  cause.failing.reused;

const isConnecting = ({ failing }: EngineFailure): boolean =>
  failing.how !== 'answered' && failing.phase === 'connecting';

/** Podman answers to Docker's API, and differs where it matters: names, labels of dependants, logs. */
const isPodman = (components: Json | undefined): boolean =>
  Array.isArray(components) &&
  (components as readonly Json[]).some((part) => isJsonObject(part) && part['Name'] === 'Podman Engine');
