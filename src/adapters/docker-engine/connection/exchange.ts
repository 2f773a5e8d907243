import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Duplex, Readable } from 'node:stream';

import type { Json } from '../../../domain/shared/json.js';
import { EngineFailure, type Failing, type GivenUpBy, type Phase } from './engine-failure.js';

/** What an exchange ends with: the answer's JSON, its body as it comes, or the connection that became something else. */
export type Settle = (failure: EngineFailure | null, answer: Json | IncomingMessage | Duplex) => void;

export interface ExchangeOptions {
  readonly stream: boolean;
  readonly signal: AbortSignal | undefined;
  /** Answers that are larger are not read. Bytes. */
  readonly maxAnswerBytes: number;
}

/**
 * One request and its answer. It settles exactly once whatever happens: answer, refusal, a connection that breaks at
 * any point, or an abort, which also frees the socket. A body that was handed over goes on obeying the signal.
 */
export class Exchange {
  readonly #options: ExchangeOptions;
  readonly #settle: Settle;
  #phase: Phase = 'connecting';
  #settled = false;
  #request: ClientRequest | undefined;

  constructor(options: ExchangeOptions, settle: Settle) {
    this.#options = options;
    this.#settle = settle;
  }

  run(open: () => ClientRequest, body: string | Readable | undefined): void {
    const { signal } = this.#options;
    if (signal?.aborted === true) {
      this.#giveUp();
      return;
    }
    try {
      this.#request = open();
    } catch (error) {
      this.#lose(error);
      return;
    }
    signal?.addEventListener('abort', this.#giveUp, { once: true });
    this.#listen(this.#request);
    this.#send(this.#request, body);
  }

  #listen(request: ClientRequest): void {
    request.on('socket', (socket) => {
      const connected = (): void => {
        this.#phase = 'asked';
      };
      if (socket.connecting) socket.once('connect', connected);
      else connected();
    });
    request.on('error', (error) => {
      this.#lose(error);
    });
    request.on('close', () => {
      this.#lose(undefined);
    });
    request.on('upgrade', (_, socket, head) => {
      this.#handOverConnection(socket, head);
    });
    request.on('response', (response) => {
      this.#phase = 'answering';
      // A body that breaks off later is told by its reader; without a listener it would end the process.
      response.on('error', (error) => {
        this.#lose(error);
      });
      if (this.#options.stream && isSuccess(response)) this.#handOver(response);
      else this.#gather(response);
    });
  }

  /** From here on it is the taker's alone. */
  #handOverConnection(socket: Duplex, head: Buffer): void {
    // Whoever reads it is told; without a listener it would end the process.
    socket.on('error', () => undefined);
    socket.unshift(head);
    this.#options.signal?.removeEventListener('abort', this.#giveUp);
    if (this.#settled) socket.destroy();
    else {
      this.#settled = true;
      this.#settle(null, socket);
    }
  }

  #send(request: ClientRequest, body: string | Readable | undefined): void {
    if (body === undefined || typeof body === 'string') {
      request.end(body);
      return;
    }
    body.on('error', (error) => request.destroy(error));
    request.once('close', () => body.destroy());
    body.pipe(request);
  }

  #handOver(response: IncomingMessage): void {
    response.once('close', () => {
      this.#options.signal?.removeEventListener('abort', this.#giveUp);
    });
    this.#settled = true;
    this.#settle(null, response);
  }

  #gather(response: IncomingMessage): void {
    const chunks: Buffer[] = [];
    let size = 0;
    response.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > this.#options.maxAnswerBytes) this.#request?.destroy(new Error('the answer is too large'));
      else chunks.push(chunk);
    });
    response.on('end', () => {
      this.#finish(response, Buffer.concat(chunks).toString());
    });
  }

  #finish(response: IncomingMessage, text: string): void {
    const answer = parseJson(text);
    if (isSuccess(response)) this.#end(null, answer);
    else this.#end(refusal(response.statusCode ?? 0, answer, text), answer);
  }

  #lose(error: unknown): void {
    // Every exchange closes at last; a failure nobody is told would cost its stack.
    if (this.#settled) return;
    const errno = errnoOf(error);
    const message =
      error instanceof Error ? error.message : 'the connection closed before the answer was complete';
    const reused = this.#request?.reusedSocket ?? false;
    this.#fail({ how: 'lost', phase: this.#phase, errno, reused }, message);
  }

  readonly #giveUp = (): void => {
    const by: GivenUpBy = this.#options.signal?.reason === 'deadline' ? 'deadline' : 'caller';
    const message = by === 'deadline' ? 'no answer in time' : 'given up by the caller';
    this.#fail({ how: 'given-up', phase: this.#phase, by }, message);
    this.#request?.destroy();
  };

  #fail(failing: Failing, message: string): void {
    this.#end(new EngineFailure(failing, message), {});
  }

  #end(failure: EngineFailure | null, answer: Json): void {
    if (this.#settled) return;
    this.#settled = true;
    this.#options.signal?.removeEventListener('abort', this.#giveUp);
    this.#settle(failure, answer);
  }
}

const isSuccess = ({ statusCode = 0 }: IncomingMessage): boolean => statusCode >= 200 && statusCode < 300;

/** Never null: whoever waits for an object may look into it. */
function parseJson(text: string): Json {
  try {
    return (JSON.parse(text) as Json) ?? {};
  } catch {
    return {};
  }
}

function refusal(status: number, answer: Json, text: string): EngineFailure {
  const said = (answer as { readonly message?: unknown }).message;
  const words = typeof said === 'string' ? said : text.slice(0, 500);
  return new EngineFailure({ how: 'answered', status }, `${status.toString()}: ${words.trim()}`);
}

function errnoOf(error: unknown): string | undefined {
  const { code } = (error ?? {}) as { readonly code?: unknown };
  return typeof code === 'string' ? code : undefined;
}
