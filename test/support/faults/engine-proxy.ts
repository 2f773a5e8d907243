import { mkdtempSync, rmSync } from 'node:fs';
import { type IncomingMessage, type ServerResponse, createServer, request } from 'node:http';
import type { Socket } from 'node:net';

/**
 * What goes wrong with one call. `refuse`: it is not done, the answer is 500; `deny`: nor that, it is 404. The others have it done first: then the
 * answer is 500, the connection is reset, the body is cut in the middle, no answer ever comes, or it comes a second late.
 */
export type EngineFault =
  'refuse' | 'deny' | 'done-500' | 'done-reset' | 'done-cut' | 'done-silence' | 'done-late';

const lateMs = 1000;

/** Stands between an adapter and a real engine and spoils single calls. */
export interface EngineProxy {
  readonly endpoint: string;
  /** Spoils the next call whose `METHOD /path` matches; the call after it goes through. */
  readonly spoil: (call: RegExp, fault: EngineFault) => void;
  /** Calls that went through or were spoilt, as `METHOD /path`. */
  readonly calls: readonly string[];
  /** Ends every connection, as an engine that restarts does. */
  readonly dropConnections: () => void;
  readonly close: () => Promise<void>;
}

interface Plan {
  readonly call: RegExp;
  readonly fault: EngineFault;
}

export async function engineProxy(socketPath: string): Promise<EngineProxy> {
  const directory = mkdtempSync('/tmp/wharf-engine-proxy-');
  const path = `${directory}/docker.sock`;
  const plans: Plan[] = [];
  const calls: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((incoming, outgoing) => {
    const call = `${incoming.method ?? ''} ${(incoming.url ?? '').replace(/^\/v[\d.]+/, '')}`;
    calls.push(call);
    const index = plans.findIndex((plan) => plan.call.test(call));
    const [plan] = index < 0 ? [] : plans.splice(index, 1);
    serve(socketPath, incoming, outgoing, plan?.fault);
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  const dropConnections = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return {
    endpoint: `unix://${path}`,
    spoil: (call, fault) => void plans.push({ call, fault }),
    calls,
    dropConnections,
    close: async () => {
      dropConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function serve(
  socketPath: string,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  fault: EngineFault | undefined,
): void {
  if (fault === 'refuse' || fault === 'deny') {
    incoming.resume();
    answerSpoilt(outgoing, fault === 'refuse' ? 500 : 404);
    return;
  }
  const { method, url, headers } = incoming;
  const onward = request({ socketPath, method, path: url, headers, agent: false });
  onward.on('error', () => outgoing.destroy());
  outgoing.on('close', () => {
    if (fault === undefined) onward.destroy();
  });
  onward.on('response', (response) => {
    if (fault === undefined) {
      outgoing.writeHead(response.statusCode ?? 500, response.headers);
      outgoing.flushHeaders();
      response.pipe(outgoing);
    } else spoilAnswer(response, outgoing, fault);
  });
  incoming.pipe(onward);
}

function spoilAnswer(response: IncomingMessage, outgoing: ServerResponse, fault: EngineFault): void {
  const chunks: Buffer[] = [];
  response.on('data', (chunk: Buffer) => chunks.push(chunk));
  response.on('end', () => {
    const body = Buffer.concat(chunks);
    if (fault === 'done-500') answerSpoilt(outgoing, 500);
    else if (fault === 'done-reset') outgoing.destroy();
    else if (fault === 'done-late') {
      setTimeout(() => {
        outgoing.writeHead(response.statusCode ?? 500, response.headers);
        outgoing.end(body);
      }, lateMs);
    } else if (fault === 'done-cut') {
      outgoing.writeHead(response.statusCode ?? 500, { 'Content-Length': Math.max(body.length, 2) });
      outgoing.write(body.subarray(0, body.length / 2), () => outgoing.destroy());
      outgoing.flushHeaders();
      if (body.length < 2) outgoing.destroy();
    }
  });
}

function answerSpoilt(outgoing: ServerResponse, status: number): void {
  outgoing.writeHead(status, { 'Content-Type': 'application/json' });
  outgoing.end(JSON.stringify({ message: 'spoilt' }));
}
