import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';

export interface RawReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
  /** Undefined: it is not JSON. */
  readonly json: unknown;
}

interface RawRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** Asks whatever one likes over a unix socket. */
export async function rawRequest(
  socketPath: string,
  path: string,
  { method = 'GET', headers = {}, body }: RawRequest = {},
): Promise<RawReply> {
  const asking = request({ socketPath, path, method, headers, agent: false });
  asking.on('error', () => undefined);
  asking.end(body);
  const [reply] = (await once(asking, 'response')) as [import('node:http').IncomingMessage];
  const all = await text(reply);
  return { status: reply.statusCode ?? 0, headers: reply.headers, body: all, json: parsed(all) };
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
}

/** Sends bytes as they are, and gives what came back until the other side ended it. */
export async function rawBytes(socketPath: string, bytes: string | Uint8Array): Promise<string> {
  const socket = connect(socketPath);
  socket.on('error', () => undefined);
  socket.write(bytes);
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  await once(socket, 'close');
  return Buffer.concat(chunks).toString();
}
