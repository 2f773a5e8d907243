import { expect } from 'chai';
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';

import type { LostAgent } from '../../../src/app/agent-client.js';
import { type ServedAgent, aServedAgent } from '../../support/agent/a-served-agent.js';
import { someAllocId } from '../../support/agent/an-alloc-status.js';
import { eventually, within } from '../../../src/testing/eventually.js';
import { valueOf } from '../../../src/testing/expect-result.js';

describe('the streams of the API', () => {
  let served: ServedAgent;

  beforeEach(async () => {
    served = await aServedAgent({ heartbeatMs: 20 });
  });

  afterEach(() => served.close());

  it('are server-sent events, with their numbers as ids', async () => {
    const { number, event } = served.agent.happen({ type: 'started' });
    const stream = await open(served.socket, '/v1/events?after=0');
    expect(stream.reply.headers['content-type']).to.equal('text/event-stream');
    await eventually(() => stream.text().includes('data'));
    expect(stream.text()).to.include(`id: ${number.toString()}\ndata: ${JSON.stringify(event)}\n\n`);
    stream.reply.destroy();
    await eventually(() => served.agent.log.playing === 0);
  });

  it('go on after the event that a browser says it had last, whatever the address says', async () => {
    for (let n = 0; n < 3; n++) served.agent.happen({ type: 'started' });
    const stream = await open(served.socket, '/v1/events?after=0', { 'last-event-id': '2' });
    await eventually(() => stream.text().includes('id: '));
    expect(stream.text().match(/id: \d/g)).to.deep.equal(['id: 3']);
    stream.reply.destroy();
  });

  it('show signs of life while nothing happens', async () => {
    const stream = await open(served.socket, '/v1/events');
    await eventually(() => (stream.text().match(/: \n\n/g) ?? []).length > 3);
    stream.reply.destroy();
  });

  it('begin at once for a task that prints nothing yet', async () => {
    const stream = await open(served.socket, `/v1/allocations/${someAllocId}/tasks/web/logs?follow=true`);
    expect([stream.reply.statusCode, stream.text()]).to.deep.equal([200, '']);
    stream.reply.destroy();
    await eventually(() => served.agent.stdout.playing === 0);
  });

  it('end when the API closes', async () => {
    const never = new AbortController().signal;
    const events = valueOf(await served.client.events(undefined, never));
    const ended = (async (): Promise<void> => {
      for await (const event of events) expect.fail(JSON.stringify(event));
    })();
    const wish = { command: ['deaf'], terminal: undefined } as const;
    const session = valueOf(await served.client.exec(someAllocId, 'web', wish, never));
    await within(1500, served.close());
    await within(1000, ended);
    expect((await within(1000, session.exit)).kind).to.equal('unknown');
  });

  it('reject when they break off', async () => {
    served.agent.logs = () => Promise.resolve({ ok: true, value: breaking() });
    const wish = { stream: 'stdout', tailLines: undefined, follow: false } as const;
    const output = valueOf(await served.client.logs(someAllocId, 'web', wish, new AbortController().signal));
    const chunks: string[] = [];
    let reason: unknown;
    try {
      for await (const chunk of output) chunks.push(Buffer.from(chunk).toString());
    } catch (error) {
      reason = error;
    }
    expect(chunks).to.deep.equal(['half']);
    expect((reason as LostAgent).message).to.equal('the connection to the agent broke off');
  });
});

// eslint-disable-next-line @typescript-eslint/require-await -- an asynchronous source that has nothing to wait for
async function* breaking(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('half');
  throw new Error('the disk broke');
}

interface Stream {
  readonly reply: IncomingMessage;
  readonly text: () => string;
}

async function open(socketPath: string, path: string, headers: Record<string, string> = {}): Promise<Stream> {
  const [reply] = (await once(get({ socketPath, path, headers, agent: false }), 'response')) as [
    IncomingMessage,
  ];
  const chunks: Buffer[] = [];
  reply.on('data', (chunk: Buffer) => chunks.push(chunk));
  reply.on('error', () => undefined);
  return { reply, text: () => Buffer.concat(chunks).toString() };
}
