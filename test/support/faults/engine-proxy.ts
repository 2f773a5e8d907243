import { mkdtempSync, rmSync } from 'node:fs';
import { type IncomingMessage, type ServerResponse, createServer, request } from 'node:http';
import type { Socket } from 'node:net';

import { spoilEvents, type EventFault } from './spoil-events.js';
import { answerSpoilt, type DoneFault, isDone, spoilAnswer } from './spoil-answer.js';

/**
 * What goes wrong with one call. It is not done: the answer is 500 (`refuse`), 404 (`deny`), a connection that is reset, or
 * none that ever comes. Or it is done, see `DoneFault`. Or both are so, but it is heard only a while later (`late`), or the
 * body breaks off after its first piece (`cut`).
 */
export type EngineFault = 'refuse' | 'deny' | 'reset' | 'silence' | 'late' | 'cut' | DoneFault;

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

/** Who says what goes wrong, where it is not said call by call. */
export interface EngineFaults {
  readonly ofCall: (call: string) => EngineFault | undefined;
  /** Of the next event of any stream of events. */
  readonly ofEvent: () => EventFault | undefined;
  /** By which answers are late. */
  readonly lateMs: number;
}

const noFaults: EngineFaults = { ofCall: () => undefined, ofEvent: () => undefined, lateMs: 1000 };

interface Plan {
  readonly call: RegExp;
  readonly fault: EngineFault;
}

export async function engineProxy(socketPath: string, faults = noFaults): Promise<EngineProxy> {
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
    const exchange = { socketPath, call, incoming, outgoing, faults };
    serve(exchange, plan?.fault ?? faults.ofCall(call));
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

interface Exchange {
  readonly socketPath: string;
  readonly call: string;
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
  readonly faults: EngineFaults;
}

function serve(exchange: Exchange, fault: EngineFault | undefined): void {
  const { incoming, outgoing, faults } = exchange;
  if (fault === 'late') {
    setTimeout(() => {
      // Of who asked and is gone, only a command is still heard.
      if (!outgoing.destroyed || incoming.method !== 'GET') passOn(exchange, undefined);
    }, faults.lateMs);
  } else if (fault === undefined || fault === 'cut' || isDone(fault)) passOn(exchange, fault);
  else {
    incoming.resume();
    if (fault === 'reset') outgoing.destroy();
    else if (fault !== 'silence') answerSpoilt(outgoing, fault === 'refuse' ? 500 : 404);
  }
}

function passOn(exchange: Exchange, fault: 'cut' | DoneFault | undefined): void {
  const { socketPath, incoming, outgoing, faults } = exchange;
  const { method, url, headers } = incoming;
  const onward = request({ socketPath, method, path: url, headers, agent: false });
  onward.on('error', () => outgoing.destroy());
  outgoing.on('close', () => {
    if (fault === undefined || fault === 'cut') onward.destroy();
  });
  onward.on('response', (response) => {
    if (fault !== undefined && fault !== 'cut')
      spoilAnswer(response, outgoing, { fault, lateMs: faults.lateMs });
    // Who asked is gone, and nobody else would end what has no end.
    else if (outgoing.destroyed) response.destroy();
    else answer(exchange, response, fault);
  });
  incoming.pipe(onward);
}

function answer(
  { call, outgoing, faults }: Exchange,
  response: IncomingMessage,
  fault: 'cut' | undefined,
): void {
  outgoing.writeHead(response.statusCode ?? 500, response.headers);
  outgoing.flushHeaders();
  if (fault === 'cut') cutAfterFirst(response, outgoing);
  else if (call.startsWith('GET /events')) spoilEvents(response, outgoing, faults.ofEvent);
  else response.pipe(outgoing);
}

function cutAfterFirst(response: IncomingMessage, outgoing: ServerResponse): void {
  response.once('data', (chunk: Buffer) => {
    response.pause();
    outgoing.write(chunk.subarray(0, Math.ceil(chunk.length / 2)), () => outgoing.destroy());
  });
  response.once('end', () => outgoing.destroy());
}
