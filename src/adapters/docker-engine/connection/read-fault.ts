import { fault, type RuntimeFault, type RuntimeFaultKind } from '../../../domain/faults/runtime-fault.js';
import { spent } from './bounded.js';
import type { EngineFailure, Failing } from './engine-failure.js';

/** A command may have taken effect though its answer was lost; a query has none. */
export type Effect = 'command' | 'query';

/** One kind of call: what it is for people, what it can do, and how long it may take in milliseconds. */
export interface Call {
  readonly name: string;
  readonly effect: Effect;
  readonly boundMs: number;
}

/**
 * What a failed request means: by HTTP status, errno and how far it had come, never by the words of the engine.
 *
 * | what happened | command | query |
 * | --- | --- | --- |
 * | no connection | unavailable, permission-denied, resource-exhausted | the same |
 * | given up before it was sent | unavailable | unavailable |
 * | lost or given up after it was sent | outcome-unknown | unavailable |
 * | an answer with a status | by the status | by the status |
 */
export function readFault(failure: EngineFailure, call: Call, elapsedMs: number): RuntimeFault {
  const kind = kindOf(failure.failing, call.effect);
  return fault(kind, `${call.name}: ${wordsOf(failure, call, elapsedMs)}`, { cause: failure });
}

function wordsOf({ failing, message }: EngineFailure, { boundMs }: Call, elapsedMs: number): string {
  switch (failing.how) {
    case 'answered':
      return `the engine answered ${message}`;
    case 'lost':
      return message;
    case 'given-up':
      return `${message}, ${spent(elapsedMs, boundMs)}`;
  }
}

function kindOf(failing: Failing, effect: Effect): RuntimeFaultKind {
  const lost = effect === 'command' ? 'outcome-unknown' : 'unavailable';
  switch (failing.how) {
    case 'answered':
      // What stands before the engine gave up on it: the engine may have done it.
      return gatewayStatuses.includes(failing.status) ? lost : kindOfStatus(failing.status);
    case 'lost':
      return failing.phase === 'connecting' ? kindOfErrno(failing.errno) : lost;
    case 'given-up':
      return failing.phase === 'connecting' ? 'unavailable' : lost;
  }
}

const gatewayStatuses: readonly number[] = [408, 502, 504];

const statuses: Readonly<Partial<Record<number, RuntimeFaultKind>>> = {
  401: 'permission-denied',
  403: 'permission-denied',
  404: 'not-found',
  405: 'unsupported',
  409: 'conflict',
  429: 'resource-exhausted',
  501: 'unsupported',
  503: 'unavailable',
  507: 'resource-exhausted',
};

const kindOfStatus = (status: number): RuntimeFaultKind =>
  statuses[status] ?? (status >= 400 && status < 500 ? 'invalid-spec' : 'internal');

const errnos: Readonly<Partial<Record<string, RuntimeFaultKind>>> = {
  EACCES: 'permission-denied',
  EPERM: 'permission-denied',
  EMFILE: 'resource-exhausted',
  ENFILE: 'resource-exhausted',
  ENOBUFS: 'resource-exhausted',
  ENOMEM: 'resource-exhausted',
};

const kindOfErrno = (errno = ''): RuntimeFaultKind => errnos[errno] ?? 'unavailable';
