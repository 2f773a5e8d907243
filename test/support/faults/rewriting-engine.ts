import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, request } from 'node:http';

import type { JsonObject } from '../../../src/domain/shared/json.js';

export interface RewritingEngine {
  readonly endpoint: string;
  readonly close: () => Promise<void>;
}

/** Stands before a real engine and has it make other containers than it was asked for. */
export async function rewritingEngine(
  socketPath: string,
  rewrite: (hostConfig: JsonObject) => JsonObject,
): Promise<RewritingEngine> {
  const directory = mkdtempSync('/tmp/wharf-rewriting-engine-');
  const server = createServer((incoming, outgoing) => {
    const { method = '', url = '', headers } = incoming;
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const body = Buffer.concat(chunks);
      const isCreate = method === 'POST' && url.includes('/containers/create');
      const sent = isCreate ? rewritten(body, rewrite) : body;
      const onward = request(
        {
          socketPath,
          method,
          path: url,
          headers: { ...unframed(headers), 'content-length': sent.length },
          agent: false,
        },
        (answer) => {
          outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
          answer.pipe(outgoing);
        },
      );
      onward.on('error', () => outgoing.destroy());
      onward.end(sent);
    });
  });
  const path = `${directory}/docker.sock`;
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return {
    endpoint: `unix://${path}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** Without how long the body was, or how it was cut into pieces. */
const unframed = (headers: IncomingHttpHeaders): IncomingHttpHeaders =>
  Object.fromEntries(
    Object.entries(headers).filter(([name]) => !['transfer-encoding', 'content-length'].includes(name)),
  );

function rewritten(body: Buffer, rewrite: (hostConfig: JsonObject) => JsonObject): Buffer {
  const asked = JSON.parse(body.toString()) as { readonly HostConfig: JsonObject };
  return Buffer.from(JSON.stringify({ ...asked, HostConfig: rewrite(asked.HostConfig) }));
}
