import swagger from '@fastify/swagger';
import Fastify, { type FastifyHttpOptions, type FastifyInstance } from 'fastify';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';

import { fault } from '../../../domain/faults/runtime-fault.js';
import { execProtocol } from '../wire/exec-frames.js';
import { paths } from '../wire/paths.js';
import { answers } from './answer-schemas.js';
import { sendFault } from './answering.js';
import { addCommands } from './command-routes.js';
import { upgrade } from './exec-upgrade.js';
import type { ApiLimits } from './limits.js';
import type { ApiParts } from './api-parts.js';
import { addQueries } from './query-routes.js';
import { refuseBrokenRequest, refuseInJson } from './refusals.js';
import { taskParams } from './schemas.js';
import { addEvents, addLogs } from './stream-routes.js';

/** All routes, on a server that does not listen yet. */
export async function makeApi(parts: ApiParts): Promise<FastifyInstance> {
  const { agent, limits, diagnostics } = parts;
  const app = Fastify(optionsFor(limits));
  app.server.maxConnections = limits.connections;
  app.removeContentTypeParser('text/plain');
  // Answers are written as they are: the schemas only describe them.
  app.setSerializerCompiler(() => (value) => JSON.stringify(value));
  refuseInJson(app, diagnostics);
  await app.register(swagger, {
    openapi: { openapi: '3.1.0', info: { title: "Wharfinger's agent", version: '1' } },
  });
  addQueries(app, agent);
  addCommands(app, agent);
  addLogs(app, parts);
  addEvents(app, parts);
  addExec(app, parts);
  app.get(
    paths.openapi,
    { schema: { summary: 'What this API is', response: answers.document } },
    (_request, reply) => reply.send(app.swagger()),
  );
  return app;
}

const optionsFor = ({ bodyBytes, headerBytes, requestMs }: ApiLimits): FastifyHttpOptions<Server> => ({
  exposeHeadRoutes: false,
  bodyLimit: bodyBytes,
  requestTimeout: requestMs,
  keepAliveTimeout: requestMs,
  http: {
    maxHeaderSize: headerBytes,
    headersTimeout: requestMs,
    connectionsCheckingInterval: Math.min(1000, requestMs),
  },
  routerOptions: { maxParamLength: 1024 },
  onProtoPoisoning: 'error',
  onConstructorPoisoning: 'error',
  clientErrorHandler: refuseBrokenRequest,
  frameworkErrors: (error, _request, reply) =>
    void sendFault(reply, fault('invalid-spec', error.message), error.statusCode ?? 400),
  ajv: {
    customOptions: {
      coerceTypes: false,
      removeAdditional: false,
      allErrors: true,
      verbose: true,
      allowUnionTypes: true,
    },
  },
});

/** A request that asks for an upgrade reaches no route: this one tells the others what they left out. */
function addExec(app: FastifyInstance, parts: ApiParts): void {
  const schema = {
    summary: `Runs a command beside a task, over a connection upgraded to ${execProtocol}`,
    params: taskParams,
    response: answers.upgraded,
  };
  app.get(paths.exec, { schema }, (_request, reply) =>
    sendFault(
      reply.header('upgrade', execProtocol),
      fault(
        'invalid-spec',
        `the connection has to be upgraded: "connection: upgrade", "upgrade: ${execProtocol}"`,
      ),
      426,
    ),
  );
  app.server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (head.length > 0) socket.unshift(head);
    void upgrade(parts, request, socket);
  });
}
