import { expect } from 'chai';
import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type Server } from 'node:net';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { HttpAgentClient } from '../../../src/adapters/http-api/client/http-agent-client.js';
import type { RuntimeFault } from '../../../src/domain/faults/runtime-fault.js';
import type { Result } from '../../../src/domain/shared/result.js';
import { someAllocId } from '../../support/agent/an-alloc-status.js';
import { aJob } from '../../../src/testing/builders/a-job.js';
import { within } from '../../../src/testing/eventually.js';
import { type TemporaryDirectory, temporaryDirectory } from '../../support/temporary-directory.js';

type Ask = (client: HttpAgentClient) => Promise<Result<unknown, RuntimeFault>>;

const never = new AbortController().signal;
const logs = { stream: 'stdout', tailLines: undefined, follow: true } as const;
const queries: Readonly<Record<string, Ask>> = {
  health: (client) => client.health(),
  allocations: (client) => client.allocations(),
  find: (client) => client.find('3f'),
  explain: (client) => client.explain('x', never),
  logs: (client) => client.logs(someAllocId, 'web', logs, never),
  events: (client) => client.events(undefined, never),
};
const changes: Readonly<Record<string, Ask>> = {
  submit: (client) => client.submit(aJob()),
  signal: (client) => client.signal(someAllocId, 'web', 'SIGHUP', never),
  restart: (client) => client.restart(someAllocId, undefined),
  stop: (client) => client.stop(someAllocId, true),
  reconcile: (client) => client.reconcile(false, never),
};
const exec: Ask = (client) => client.exec(someAllocId, 'web', { command: ['a'], terminal: undefined }, never);
const all = Object.entries({ ...queries, ...changes, exec });

describe('an agent that is not reached', () => {
  let directory: TemporaryDirectory;
  let path: string;
  let server: Server | undefined;

  const faultOf = async (ask: Ask): Promise<RuntimeFault> => {
    const client = new HttpAgentClient(path, { answerMs: 50, workMs: 50 });
    const answer = await within(3000, ask(client));
    if (answer.ok) throw new Error('it answered');
    return answer.error;
  };

  const listen = async (made: Server): Promise<void> => {
    server = made.listen(path);
    await once(server, 'listening');
  };

  beforeEach(async () => {
    directory = await temporaryDirectory();
    path = join(directory.path, 'agent.sock');
  });

  afterEach(async () => {
    server?.close();
    server = undefined;
    await directory.remove();
  });

  for (const [name, ask] of all) {
    it(`is told by ${name}: where it was looked for, why, and what to do`, async () => {
      const { kind, message, remedy } = await faultOf(ask);
      expect(kind).to.equal('unavailable');
      expect(message).to.equal(`no agent listens at ${path}: there is no such socket`);
      expect(remedy).to.include('wharf agent').and.include('--socket');
    });

    it(`is told by ${name} when it does not answer in time`, async () => {
      const silent = createServer((socket) => socket.on('error', () => undefined).resume());
      await listen(silent);
      const { kind, message } = await faultOf(ask);
      expect(kind).to.equal(name in changes ? 'outcome-unknown' : 'unavailable');
      expect(message).to.include(path).and.include('within 50ms');
    });

    it(`is told by ${name} when it hangs up`, async () => {
      const rude = createServer((socket) =>
        socket.on('error', () => undefined).once('data', () => socket.destroy()),
      );
      await listen(rude);
      const { kind, message } = await faultOf(ask);
      expect(kind).to.equal(name in queries ? 'unavailable' : 'outcome-unknown');
      expect(message).to.include('broke the connection off');
    });

    it(`is told by ${name} when something else answers`, async () => {
      await listen(createHttpServer((_request, reply) => reply.end('<html>')));
      const { kind } = await faultOf(ask);
      expect(kind).to.equal('internal');
    });
  }

  it('is told when only its name is left', async () => {
    await writeFile(path, '');
    expect((await faultOf(changes['stop'] ?? exec)).message).to.match(/left behind|not a socket/);
  });
});
