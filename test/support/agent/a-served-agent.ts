import { join } from 'node:path';

import { HttpAgentClient } from '../../../src/adapters/http-api/client/http-agent-client.js';
import type { ApiLimits } from '../../../src/adapters/http-api/server/limits.js';
import { serveApi } from '../../../src/adapters/http-api/server/serve-api.js';
import { valueOf } from '../../../src/testing/expect-result.js';
import { temporaryDirectory } from '../temporary-directory.js';
import { FakeAgent } from './fake-agent.js';

/** A fake agent behind its API, on a socket of its own. */
export interface ServedAgent {
  readonly agent: FakeAgent;
  readonly client: HttpAgentClient;
  readonly socket: string;
  /** What the API noted about itself. */
  readonly notes: readonly string[];
  close(): Promise<void>;
}

export async function aServedAgent(limits: Partial<ApiLimits> = {}): Promise<ServedAgent> {
  const directory = await temporaryDirectory();
  const socket = join(directory.path, 'agent.sock');
  const agent = new FakeAgent();
  const notes: string[] = [];
  const diagnostics = { note: (_level: string, message: string) => void notes.push(message) };
  const api = valueOf(await serveApi(agent, { path: socket, group: undefined, diagnostics, limits }));
  return {
    agent,
    client: new HttpAgentClient(socket),
    socket,
    notes,
    close: async () => {
      await api.close();
      await directory.remove();
    },
  };
}
