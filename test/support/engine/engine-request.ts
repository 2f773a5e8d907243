import { request } from 'node:http';

import type { Json } from '../../../src/domain/shared/json.js';

export interface EngineAnswer {
  readonly status: number;
  readonly body: string;
  /** Undefined when the body is no JSON. */
  readonly json: Json | undefined;
}

interface Asked {
  readonly method?: string;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Asks an engine by the wire alone, with nothing of what is judged in between. */
export function engineRequest(socketPath: string, path: string, asked: Asked = {}): Promise<EngineAnswer> {
  const { method = 'GET', body, headers } = asked;
  return new Promise((resolve, reject) => {
    const sent = request({
      socketPath,
      path,
      method,
      headers: { 'Content-Type': 'application/json', ...headers },
      agent: false,
    });
    sent.on('error', reject);
    sent.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        resolve({ status: response.statusCode ?? 0, body: text, json: parse(text) });
      });
    });
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
