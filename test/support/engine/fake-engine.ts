import { mkdtempSync, rmSync } from 'node:fs';
import { type IncomingMessage, type RequestListener, type ServerResponse, createServer } from 'node:http';
import type { Socket } from 'node:net';

/** Something that listens like an engine and answers as a test has it. */
export interface FakeEngine {
  readonly endpoint: string;
  /** Connections that are open now. */
  readonly openSockets: () => number;
  readonly requests: readonly FakeRequest[];
  readonly forgetRequests: () => void;
  /** Ends every connection, as an engine that restarts does. */
  readonly dropConnections: () => void;
  readonly close: () => Promise<void>;
}

export interface FakeRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** Answers one request, or leaves it without an answer for ever. */
export type Answering = (request: FakeRequest, response: ServerResponse) => void;

/** As a healthy engine says it. */
export const versionAnswer = {
  ApiVersion: '1.41',
  MinAPIVersion: '1.12',
  Version: '20.10.24',
  Components: [{ Name: 'Engine' }],
};

export function sendJson(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(body));
}

/** Answers `/version` like a healthy engine and leaves the rest to `answer`. */
export async function fakeEngine(answer: Answering): Promise<FakeEngine> {
  return bareFakeEngine((request, response) => {
    if (request.url === '/version') sendJson(response, versionAnswer);
    else answer(request, response);
  });
}

export async function bareFakeEngine(answer: Answering): Promise<FakeEngine> {
  const directory = mkdtempSync('/tmp/wharf-fake-engine-');
  const socketPath = `${directory}/docker.sock`;
  const sockets = new Set<Socket>();
  const requests: FakeRequest[] = [];
  const listener: RequestListener = (incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('error', () => undefined);
    incoming.on('end', () => {
      const { method = '', url = '', headers } = incoming;
      const request = { method, url, headers, body: Buffer.concat(chunks).toString() };
      requests.push(request);
      answer(request, response);
    });
  };
  const server = createServer(listener);
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  const dropConnections = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  await new Promise<void>((resolve) => server.listen(socketPath, resolve));
  return {
    endpoint: `unix://${socketPath}`,
    openSockets: () => sockets.size,
    requests,
    forgetRequests: () => requests.splice(0),
    dropConnections,
    close: async () => {
      dropConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
