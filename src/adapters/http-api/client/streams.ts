import type { IncomingMessage } from 'node:http';

import { LostAgent } from '../../../app/agent-client.js';
import type { NumberedEvent } from '../../../domain/model/event.js';
import type { TaskEvent } from '../../../domain/model/event.js';
import { parseJson, readValue } from '../wire/json.js';
import { EventLines } from './event-lines.js';

/**
 * The bytes of an answer, until its end or until the signal aborts. Rejects when it breaks off, or when nothing at all
 * came for so long that the agent can't be well.
 */
export async function* bytesOf(
  reply: IncomingMessage,
  signal: AbortSignal,
  silenceMs?: number,
): AsyncGenerator<Uint8Array> {
  const leave = (): void => void reply.destroy();
  signal.addEventListener('abort', leave, { once: true });
  if (silenceMs !== undefined) reply.setTimeout(silenceMs, leave);
  try {
    if (signal.aborted) return;
    for await (const chunk of reply) yield chunk as Uint8Array;
    if (!reply.complete && !isAborted(signal)) throw new LostAgent(broken);
  } catch (error) {
    if (!isAborted(signal)) throw new LostAgent(broken, { cause: error });
  } finally {
    signal.removeEventListener('abort', leave);
    reply.destroy();
  }
}

const broken = 'the connection to the agent broke off';

/** It may have changed since it was looked at last. */
const isAborted = (signal: AbortSignal): boolean => signal.aborted;

export async function* eventsOf(
  reply: IncomingMessage,
  signal: AbortSignal,
  silenceMs: number,
): AsyncGenerator<NumberedEvent> {
  const lines = new EventLines();
  for await (const chunk of bytesOf(reply, signal, silenceMs)) {
    for (const { id, data } of lines.push(chunk))
      yield { number: Number(id), event: readValue(parseJson(data)) as TaskEvent };
  }
}
