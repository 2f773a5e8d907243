import type { FastifyInstance, FastifyReply } from 'fastify';
import type { ServerResponse } from 'node:http';

import type { NumberedEvent } from '../../../domain/model/event.js';
import type { AllocId } from '../../../domain/model/ids.js';
import type { Diagnostics } from '../../../domain/ports/diagnostics.js';
import { writeJson } from '../wire/json.js';
import { paths, streamTypes } from '../wire/paths.js';
import { answers } from './answer-schemas.js';
import { sendFault } from './answering.js';
import type { ApiParts } from './api-parts.js';
import type { OpenStreams } from './open-streams.js';
import { pour } from './pour.js';
import { eventsHeaders, eventsQuery, logsQuery, taskParams } from './schemas.js';

interface LogsRequest {
  Params: { alloc: string; task: string };
  Querystring: { stream?: 'stdout' | 'stderr'; tail?: string; follow?: 'true' | 'false' };
}

export function addLogs(app: FastifyInstance, { agent, streams, diagnostics }: ApiParts): void {
  const schema = {
    summary: 'What a task printed; with follow what it prints until it has ended for good',
    params: taskParams,
    querystring: logsQuery,
    response: answers.bytes,
  };
  app.get<LogsRequest>(paths.logs, { schema }, async ({ params, query }, reply) => {
    const { stream = 'stdout', tail, follow } = query;
    const wish = {
      stream,
      tailLines: tail === undefined ? undefined : Number(tail),
      follow: follow === 'true',
    };
    await whileOpen(reply, streams, async (signal) => {
      const answer = await agent.logs(params.alloc as AllocId, params.task, wish, signal);
      if (!answer.ok) return sendFault(reply, answer.error);
      return pour(answer.value, begin(reply, streamTypes.bytes), breakNote(diagnostics));
    });
    return reply;
  });
}

interface EventsRequest {
  Querystring: { after?: string };
  Headers: { 'last-event-id'?: string };
}

export function addEvents(app: FastifyInstance, { agent, streams, limits, diagnostics }: ApiParts): void {
  const schema = {
    summary: 'Server-sent events: what happens, and with a number what has happened since',
    querystring: eventsQuery,
    headers: eventsHeaders,
    response: answers.events,
  };
  app.get<EventsRequest>(paths.events, { schema }, async ({ query, headers }, reply) => {
    const after = headers['last-event-id'] ?? query.after;
    await whileOpen(reply, streams, async (signal) => {
      const { raw } = reply;
      const beat = setInterval(() => {
        if (!raw.writableNeedDrain) raw.write(': \n\n');
      }, limits.heartbeatMs);
      try {
        const events = agent.events(after === undefined ? undefined : Number(after), signal);
        await pour(asText(events), begin(reply, streamTypes.events), breakNote(diagnostics));
      } finally {
        clearInterval(beat);
      }
    });
    return reply;
  });
}

/** Does something that has a place among the streams, until it ends, the client leaves or the API closes. */
async function whileOpen(
  reply: FastifyReply,
  streams: OpenStreams,
  act: (signal: AbortSignal) => Promise<unknown>,
): Promise<void> {
  const place = streams.take();
  if (place === undefined) {
    sendFault(reply, streams.refusal);
    return;
  }
  reply.raw.once('close', () => {
    place.abort();
  });
  try {
    await act(place.signal);
  } finally {
    streams.giveBack(place);
  }
}

/** From here on the answer is a stream, and no longer the framework's. */
function begin(reply: FastifyReply, type: string): ServerResponse {
  reply.hijack();
  return reply.raw.writeHead(200, { 'content-type': type, 'cache-control': 'no-store' });
}

const breakNote =
  (diagnostics: Diagnostics) =>
  (error: unknown): void => {
    diagnostics.note('error', 'the agent broke in the middle of a stream', { error });
  };

async function* asText(events: AsyncIterable<NumberedEvent>): AsyncGenerator<string> {
  for await (const { number, event } of events)
    yield `id: ${number.toString()}\ndata: ${writeJson(event)}\n\n`;
}
