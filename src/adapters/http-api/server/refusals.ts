import type { FastifyError, FastifyInstance } from 'fastify';
import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';

import { fault, type RuntimeFault } from '../../../domain/faults/runtime-fault.js';
import type { Diagnostics } from '../../../domain/ports/diagnostics.js';
import { type Problem, problem } from '../../../domain/shape/problem.js';
import { withoutCause, writeJson } from '../wire/json.js';
import { agentBroke } from './agent-broke.js';
import { sendFault } from './answering.js';

/** Makes every refusal a fault with a body, those of the framework among them. */
export function refuseInJson(app: FastifyInstance, diagnostics: Diagnostics): void {
  app.setNotFoundHandler((request, reply) =>
    sendFault(
      reply,
      fault('not-found', `there is no ${request.method} ${pathOf(request.url)} here`, {
        remedy: 'see GET /v1/openapi.json for all that there is',
      }),
    ),
  );
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const status = error.statusCode ?? 500;
    if (error.validation !== undefined) return sendFault(reply, invalid(error));
    if (status < 500) return sendFault(reply, fault('invalid-spec', wordsFor(error)), status);
    diagnostics.note('error', 'the agent broke while it answered', { url: pathOf(request.url), error });
    return sendFault(reply, agentBroke);
  });
}

/** Answers on a connection that has no reply: what came was no request, or asked to become something else. */
export function refuseOn(socket: Duplex, status: number, refusal: RuntimeFault): void {
  const body = writeJson(withoutCause(refusal));
  socket.end(
    [
      `HTTP/1.1 ${status.toString()} ${STATUS_CODES[status] ?? 'Refused'}`,
      'connection: close',
      'content-type: application/json',
      `content-length: ${Buffer.byteLength(body).toString()}`,
      '',
      body,
    ].join('\r\n'),
    () => socket.destroy(),
  );
}

/** What could not be read as a request, or did not come in time. */
export function refuseBrokenRequest({ code }: NodeJS.ErrnoException, socket: Duplex): void {
  if (code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, message] = brokenRequests[code ?? ''] ?? [400, 'this is not a request in HTTP/1.1'];
  refuseOn(socket, status, fault('invalid-spec', message));
}

const brokenRequests: Readonly<Record<string, readonly [number, string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'the request did not come in time'],
  HPE_HEADER_OVERFLOW: [431, 'the head of the request is too long'],
};

const pathOf = (url: string): string => url.replace(/\?.*/s, '').slice(0, 200);

function invalid({ validation = [], validationContext = 'body' }: FastifyError): RuntimeFault {
  const problems = validation.map((found) => problemOf(found, validationContext));
  const message = problems.map(({ path, message: words }) => `${path} ${words}`).join('; ');
  return fault('invalid-spec', message, { problems });
}

type Violation = NonNullable<FastifyError['validation']>[number];

function problemOf({ instancePath, keyword, message, params, ...rest }: Violation, context: string): Problem {
  const path = `${context}${instancePath.replaceAll('/', '.')}`;
  const { additionalProperty, allowedValues } = params as Readonly<Record<string, unknown>>;
  if (keyword === 'additionalProperties')
    return problem(`${path}.${String(additionalProperty)}`, 'is not known here');
  if (keyword === 'enum')
    return problem(path, `must be one of ${String(allowedValues).replaceAll(',', ', ')}`);
  const { description } = (rest as { parentSchema?: { description?: string } }).parentSchema ?? {};
  if (keyword === 'pattern' && description !== undefined) return problem(path, `must be ${description}`);
  return problem(path, message ?? 'is not valid');
}

function wordsFor({ code, message }: FastifyError): string {
  return refusalWords[code] ?? message;
}

const refusalWords: Readonly<Record<string, string>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'the body must be JSON: content-type: application/json',
  FST_ERR_CTP_BODY_TOO_LARGE: 'the body is too long',
  FST_ERR_CTP_INVALID_JSON_BODY:
    'the body is not JSON, or has a key that no object may have: __proto__, constructor.prototype',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'the body is empty; it must be JSON',
};
