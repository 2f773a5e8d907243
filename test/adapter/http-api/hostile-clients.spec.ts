import { expect } from 'chai';
import { connect, type Socket } from 'node:net';

import { type ServedAgent, aServedAgent } from '../../support/agent/a-served-agent.js';
import { someAllocId } from '../../support/agent/an-alloc-status.js';
import { rawBytes, rawRequest } from '../../support/agent/raw-request.js';
import { eventually, within } from '../../../src/testing/eventually.js';
import { faultOf, valueOf } from '../../../src/testing/expect-result.js';

const json = { 'content-type': 'application/json' };
const stop = `/v1/allocations/${someAllocId}/stop`;

describe('the API, asked by hostile clients', () => {
  let served: ServedAgent;
  let socket: string;

  beforeEach(async () => {
    served = await aServedAgent({ bodyBytes: 100_000, requestMs: 300, connections: 20 });
    ({ socket } = served);
  });

  afterEach(async () => {
    expect(valueOf(await served.client.health()).pid).to.equal(1);
    expect(served.notes).to.deep.equal([]);
    await served.close();
  });

  for (const [what, path, status] of [
    ['a route that there is not', '/v1/nothing', 404],
    ['a method that a route has not', '/v1/jobs', 404],
    ['a path outside of the API', '/../../etc/passwd', 404],
    ['an id that climbs', '/v1/allocations/..', 400],
    ['an id that climbs in disguise', '/v1/allocations/..%2f..%2fetc%2fpasswd', 400],
    ['an id that climbs in the middle', '/v1/allocations/../tasks/web/logs', 400],
    ['an id with a NUL', '/v1/allocations/3f%00', 400],
    ['an id that can not be decoded', '/v1/allocations/%E0%A4%A', 400],
    ['the beginning of an id where a whole one is due', '/v1/allocations/3f2a/tasks/web/logs', 400],
    ['a task that climbs', `/v1/allocations/${someAllocId}/tasks/../logs`, 400],
    ['a task that climbs in disguise', `/v1/allocations/${someAllocId}/tasks/..%2f..%2fshadow/logs`, 400],
    ['a task behind a backslash', `/v1/allocations/${someAllocId}/tasks/..%5cx/logs`, 400],
    ['an id to explain that climbs', '/v1/explain/..%2f..', 400],
    ['a stream that there is not', `/v1/allocations/${someAllocId}/tasks/web/logs?stream=stdin`, 400],
    ['so many lines as none', `/v1/allocations/${someAllocId}/tasks/web/logs?tail=-1`, 400],
    ['a key that is unknown', `/v1/allocations/${someAllocId}/tasks/web/logs?x=1`, 400],
    ['a number that is none', '/v1/events?after=1e9', 400],
    ['exec without an upgrade', `/v1/allocations/${someAllocId}/tasks/web/exec`, 426],
  ] as const)
    it(`answers ${status.toString()} to ${what}`, async () => {
      const reply = await rawRequest(socket, path);
      expect([reply.status, reply.headers['content-type']]).to.deep.equal([
        status,
        'application/json; charset=utf-8',
      ]);
      expect(reply.json).to.have.property('kind', status === 404 ? 'not-found' : 'invalid-spec');
      expect(reply.json).to.have.property('message').that.is.a('string').and.not.equal('');
      expect(served.agent.asked).to.deep.equal([]);
    });

  it('answers 404 to a method that streams nothing', async () => {
    expect((await rawRequest(socket, '/v1/events', { method: 'HEAD' })).status).to.equal(404);
  });

  it('says of an id what it has to be', async () => {
    const { json: told } = await rawRequest(socket, '/v1/allocations/3f2a/tasks/a%2fb/logs?tail=x');
    expect(told).to.deep.equal({
      kind: 'invalid-spec',
      message: 'params.alloc must be the whole id of an allocation; params.task must be the name of a task',
      problems: [
        { path: 'params.alloc', message: 'must be the whole id of an allocation' },
        { path: 'params.task', message: 'must be the name of a task' },
      ],
    });
  });

  for (const [what, body, headers, status, words] of [
    ['JSON that ends too early', '{"purge":', json, 400, 'JSON'],
    ['no body', '', json, 400, 'empty'],
    ['a body of another type', 'purge=true', { 'content-type': 'text/plain' }, 415, 'content-type'],
    ['a form', 'purge=true', { 'content-type': 'application/x-www-form-urlencoded' }, 415, 'content-type'],
    ['a body without a type', '{"purge":true}', {}, 415, 'content-type'],
    ['a body that is too long', `{"purge":"${'x'.repeat(200_000)}"}`, json, 413, 'too long'],
    ['a value of another type', '{"purge":"true"}', json, 400, 'body.purge'],
    ['a key that is unknown', '{"purge":true,"purgee":1}', json, 400, 'body.purgee is not known'],
    ['a list', '[]', json, 400, 'must be object'],
    ['`__proto__`', '{"purge":true,"__proto__":{"x":1}}', json, 400, '__proto__'],
    ['`constructor.prototype`', '{"purge":true,"constructor":{"prototype":{}}}', json, 400, '__proto__'],
  ] as const)
    it(`refuses ${what}`, async () => {
      const reply = await rawRequest(socket, stop, { method: 'POST', headers, body });
      expect(reply.status).to.equal(status);
      expect(reply.json).to.have.property('message').that.includes(words);
      expect(served.agent.asked).to.deep.equal([]);
      expect({}).not.to.have.property('x');
    });

  it('says all that is wrong with a job', async () => {
    const body = '{"id":1,"groups":{}}';
    const reply = await rawRequest(socket, '/v1/jobs', { method: 'POST', headers: json, body });
    expect(reply.status).to.equal(400);
    expect(reply.json).to.have.property('problems').that.has.length.above(3);
  });

  it('refuses a job that is nested without end', async () => {
    const body = `{"id":${'['.repeat(40_000)}${']'.repeat(40_000)}}`;
    const reply = await rawRequest(socket, '/v1/jobs', { method: 'POST', headers: json, body });
    expect([reply.status, reply.json]).to.deep.equal([
      400,
      { kind: 'invalid-spec', message: 'the job is nested too deeply' },
    ]);
  });

  it('refuses what is no HTTP', async () => {
    expect(await rawBytes(socket, 'EHLO me\r\n\r\n')).to.match(
      /^HTTP\/1\.1 400 [\s\S]*"kind":"invalid-spec"/,
    );
    expect(await rawBytes(socket, Buffer.from([0x16, 3, 1, 0, 200]))).to.match(/^HTTP\/1\.1 400 /);
  });

  it('refuses a head that is too long', async () => {
    const head = `GET /v1/health HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(30_000)}\r\n\r\n`;
    expect(await rawBytes(socket, head)).to.match(/^HTTP\/1\.1 431 [\s\S]*too long/);
  });

  for (const [what, bytes] of [
    ['half a head', 'GET /v1/health HTTP/1.1\r\nhost:'],
    [
      'a head without its body',
      `POST ${stop} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{`,
    ],
    ['nothing', ''],
  ] as const)
    it(`does not wait for a client that sends ${what}`, async () => {
      expect(await within(5000, rawBytes(socket, bytes))).to.match(/^HTTP\/1\.1 408 [\s\S]*in time/);
    });

  it('refuses more connections than it wants, and takes new ones once some have gone', async () => {
    const flood: Socket[] = Array.from({ length: 60 }, () => connect(socket).on('error', () => undefined));
    await eventually(() => flood.filter(({ destroyed, closed }) => destroyed || closed).length >= 40);
    for (const one of flood) one.destroy();
    await eventually(async () => (await served.client.health()).ok);
  });

  it('takes no more streams than it wants', async () => {
    await served.close();
    served = await aServedAgent({ streams: 2 });
    const left = new AbortController();
    const open = async (): Promise<unknown> => served.client.events(undefined, left.signal);
    await Promise.all([open(), open()]);
    expect(faultOf(await served.client.events(undefined, left.signal))).to.equal('resource-exhausted');
    const wish = { command: ['cat'], terminal: undefined } as const;
    expect(faultOf(await served.client.exec(someAllocId, 'web', wish, left.signal))).to.equal(
      'resource-exhausted',
    );
    left.abort();
    await eventually(async () => (await served.client.events(undefined, AbortSignal.timeout(100))).ok);
  });

  it('lets other clients ask while one does not read what it asked for', async () => {
    served.agent.stdout.push(...Array.from({ length: 4000 }, () => Buffer.alloc(16_384)));
    const silent = connect(socket);
    silent.write(`GET /v1/allocations/${someAllocId}/tasks/web/logs HTTP/1.1\r\nhost: x\r\n\r\n`);
    silent.pause();
    let before = -1;
    await eventually(() => {
      const stands = served.agent.stdout.given === before && before > 0;
      before = served.agent.stdout.given;
      return stands;
    });
    expect(before).to.be.below(1000);
    expect((await served.client.health()).ok).to.equal(true);
    silent.destroy();
    await eventually(() => served.agent.stdout.playing === 0);
  });
});
