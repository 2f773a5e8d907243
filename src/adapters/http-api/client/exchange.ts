import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';

import { fault, type RuntimeFault } from '../../../domain/faults/runtime-fault.js';
import type { Answer } from '../../../domain/ports/runtime.js';
import { err, ok, type Result } from '../../../domain/shared/result.js';
import { formatDuration } from '../../../domain/shared/duration.js';
import type { Json } from '../../../domain/shared/json.js';
import { readFault } from '../wire/fault-statuses.js';
import { parseJson } from '../wire/json.js';
import { connectionFault } from './connection-fault.js';

/** One question to an agent. */
export interface Question {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** What is asked, in words that follow "to". */
  readonly words: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** How long it may take until the answer, or the beginning of a stream, is there. */
  readonly withinMs: number;
  readonly signal?: AbortSignal;
}

/** Asks, and waits for all of the answer. */
export async function ask(socket: string, question: Question): Answer<Json | undefined> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), question.withinMs);
  try {
    const reply = await send(socket, question, late.signal);
    if (!reply.ok) return reply;
    return await readReply(socket, question, reply.value);
  } finally {
    clearTimeout(timer);
  }
}

/** Asks for a stream of that type; its answer is there when it begins. */
export async function askForStream(
  socket: string,
  question: Question,
  type: string,
): Answer<IncomingMessage> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), question.withinMs);
  try {
    const reply = await send(socket, question, late.signal);
    if (!reply.ok || reply.value.headers['content-type'] === type) return reply;
    const refused = await readReply(socket, question, reply.value);
    return refused.ok ? err(strange(socket)) : refused;
  } finally {
    clearTimeout(timer);
  }
}

/** A request that has not been sent yet. Whoever makes it ends it. */
export const begin = (socketPath: string, { method, path, headers, body }: Question): ClientRequest =>
  request({
    socketPath,
    method,
    path,
    agent: false,
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
  });

function send(
  socket: string,
  question: Question,
  late: AbortSignal,
): Promise<Result<IncomingMessage, RuntimeFault>> {
  return new Promise((resolve) => {
    const asking = begin(socket, question);
    const giveUp = (): void => {
      resolve(err(unanswered(socket, question)));
      asking.destroy();
    };
    for (const signal of [late, question.signal]) signal?.addEventListener('abort', giveUp, { once: true });
    asking.on('response', (reply) => {
      reply.on('error', () => undefined);
      resolve(ok(reply));
    });
    asking.on('error', (error: NodeJS.ErrnoException) => {
      resolve(err(connectionFault(socket, error, question.method === 'POST')));
    });
    asking.on('close', () => question.signal?.removeEventListener('abort', giveUp));
    if (question.signal?.aborted === true) giveUp();
    else asking.end(question.body);
  });
}

export async function readReply(
  socket: string,
  question: Question,
  reply: IncomingMessage,
): Answer<Json | undefined> {
  const body = await text(reply).catch(() => undefined);
  if (body === undefined) return err(unanswered(socket, question));
  const json = parseJson(body);
  const { statusCode = 0 } = reply;
  if (statusCode === 204) return ok(undefined);
  if (statusCode < 300 && json !== undefined) return ok(json);
  return err(readFault(json) ?? strange(socket));
}

export const unanswered = (socket: string, { method, words, withinMs, signal }: Question): RuntimeFault => {
  const kind = method === 'POST' ? 'outcome-unknown' : 'unavailable';
  const why = signal?.aborted === true ? 'nobody waited any more' : `within ${formatDuration(withinMs)}`;
  return fault(kind, `the agent at ${socket} gave no answer to ${words} (${why})`, {
    ...(method === 'POST' ? { remedy: 'it may still do it: look with wharf ps, or wharf status' } : {}),
  });
};

const strange = (socket: string): RuntimeFault =>
  fault('internal', `what listens at ${socket} does not answer as an agent of this version does`, {
    remedy: 'see which program that is, and that the agent and this command are of one version',
  });
