import type { FastifyReply } from 'fastify';

import type { RuntimeFault } from '../../../domain/faults/runtime-fault.js';
import type { Result } from '../../../domain/shared/result.js';
import { faultStatuses } from '../wire/fault-statuses.js';
import { withoutCause, writeJson } from '../wire/json.js';

export const sendValue = (reply: FastifyReply, value: unknown, status = 200): FastifyReply =>
  reply.code(status).type('application/json').send(writeJson(value));

/** With the status of its kind, unless the protocol has a finer one. */
export const sendFault = (
  reply: FastifyReply,
  fault: RuntimeFault,
  status = faultStatuses[fault.kind],
): FastifyReply =>
  reply
    .code(status)
    .type('application/json')
    .send(writeJson(withoutCause(fault)));

export function sendResult<T>(
  reply: FastifyReply,
  result: Result<T, RuntimeFault>,
  status = 200,
): FastifyReply {
  if (!result.ok) return sendFault(reply, result.error);
  return result.value === undefined ? reply.code(204).send() : sendValue(reply, result.value, status);
}

/** Aborts when the client leaves before it was answered. */
export function leaving({ raw }: FastifyReply): AbortSignal {
  const left = new AbortController();
  raw.once('close', () => {
    if (!raw.writableFinished) left.abort();
  });
  return left.signal;
}
