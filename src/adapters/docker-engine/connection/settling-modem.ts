import { type Agent, type OutgoingHttpHeaders, request } from 'node:http';
import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';

import type { Endpoint } from './endpoint.js';
import { Exchange, type Settle } from './exchange.js';

/** What dockerode asks of its modem, as far as it is used here. */
export interface DialRequest {
  /** Ends in `?` where a query may follow. */
  readonly path: string;
  readonly method: string;
  readonly options?: {
    readonly _query?: object;
    readonly _body?: object;
    readonly abortSignal?: AbortSignal;
  };
  readonly authconfig?: object;
  readonly file?: Readable;
  readonly isStream?: boolean;
  /** Whether the connection itself is what is asked for. */
  readonly hijack?: boolean;
  readonly abortSignal?: AbortSignal;
}

export interface ModemOptions {
  readonly endpoint: Endpoint;
  readonly agent: Agent;
  /** Such as `1.41`; undefined: as the engine likes. */
  readonly version: string | undefined;
  /** Is told of the connection that each call takes; one that is kept serves many. */
  readonly onConnection: (socket: Socket) => void;
}

const maxAnswerBytes = 64 * 1024 * 1024;

/**
 * Carries dockerode's calls to the engine, in place of its own modem. That one leaves promises unsettled when an answer
 * breaks off, writes whole specs with their secrets into the URL, and walks its sockets for a debug line at every call.
 * Here only `_query` goes into the URL and only `_body` into the body.
 */
export class SettlingModem {
  /** dockerode sets it and makes its promises from it. */
  Promise: PromiseConstructor = Promise;
  readonly #options: ModemOptions;

  constructor(options: ModemOptions) {
    this.#options = options;
  }

  dial(asked: DialRequest, settle: Settle): void {
    const { isStream = false, hijack = false, file } = asked;
    // Some of dockerode's calls, such as that for an image, hand it on only among their options.
    const signal = asked.abortSignal ?? asked.options?.abortSignal;
    const json = asked.options?._body === undefined ? undefined : JSON.stringify(asked.options._body);
    new Exchange({ stream: isStream && !hijack, signal, maxAnswerBytes }, settle).run(() => {
      const opened = request({
        ...addressOf(this.#options.endpoint),
        agent: this.#options.agent,
        method: asked.method,
        path: this.#pathOf(asked),
        headers: headersOf(asked, json),
      });
      opened.on('socket', this.#options.onConnection);
      return opened;
    }, json ?? file);
  }

  #pathOf({ path, options }: DialRequest): string {
    const { version } = this.#options;
    const query = queryOf(options?._query ?? {});
    return `${version === undefined ? '' : `/v${version}`}${path.replace(/\?$/, '')}${query && `?${query}`}`;
  }
}

const addressOf = (endpoint: Endpoint): object =>
  endpoint.kind === 'unix'
    ? { socketPath: endpoint.socketPath }
    : { host: endpoint.host, port: endpoint.port };

function queryOf(query: object): string {
  const parts = new URLSearchParams();
  for (const [key, value] of Object.entries(query))
    parts.append(key, typeof value === 'object' ? JSON.stringify(value) : String(value));
  return parts.toString();
}

function headersOf(
  { authconfig, file, hijack = false }: DialRequest,
  json: string | undefined,
): OutgoingHttpHeaders {
  return {
    Host: 'docker',
    ...(json === undefined
      ? {}
      : { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(json) }),
    ...(file === undefined ? {} : { 'Content-Type': 'application/x-tar' }),
    ...(hijack ? { Connection: 'Upgrade', Upgrade: 'tcp' } : {}),
    ...(authconfig === undefined ? {} : { 'X-Registry-Auth': encodeAuth(authconfig) }),
  };
}

/** In the alphabet for URLs but padded: without padding the engine takes it for no credentials at all. */
const encodeAuth = (auth: object): string =>
  Buffer.from(JSON.stringify(auth)).toString('base64').replaceAll('+', '-').replaceAll('/', '_');
