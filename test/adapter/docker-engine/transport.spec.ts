import { setImmediate as turn } from 'node:timers/promises';

import { expect } from 'chai';

import { type Deadlines, defaultDeadlines } from '../../../src/adapters/docker-engine/deadlines.js';
import { DockerEngineRuntime } from '../../../src/adapters/docker-engine/docker-engine-runtime.js';
import type { InstanceId } from '../../../src/domain/model/ids.js';
import { drained } from '../../../src/testing/contract/runtime-harness.js';
import type { Answer } from '../../../src/domain/ports/runtime.js';
import { aContainerSpec } from '../../../src/testing/builders/a-container-spec.js';
import { anOwnerId } from '../../../src/testing/builders/an-identity.js';
import { type Answering, type FakeEngine, fakeEngine, sendJson } from '../../support/engine/fake-engine.js';
import { eventually, within } from '../../../src/testing/eventually.js';
import { faultOf, valueOf } from '../../../src/testing/expect-result.js';
import { engineHost } from '../../support/engine/engine-host.js';
import { hostClock } from '../../support/host-clock.js';
import { warningsDuring } from '../../../src/testing/warnings.js';

const never = new AbortController().signal;
const id = 'abc' as InstanceId;
const bounded = (ms: number): Deadlines =>
  Object.fromEntries(Object.keys(defaultDeadlines).map((name) => [name, ms])) as object as Deadlines;

describe('The way to an engine', function () {
  let engine: FakeEngine;
  let runtime: DockerEngineRuntime;

  const against = async (answer: Answering, deadlines = defaultDeadlines): Promise<void> => {
    engine = await fakeEngine(answer);
    runtime = new DockerEngineRuntime({
      endpoint: engine.endpoint,
      clock: hostClock,
      deadlines,
      host: engineHost,
    });
  };

  afterEach(async function () {
    runtime.close();
    await engine.close();
  });

  describe('when an answer breaks off in the middle', function () {
    const cut: Answering = (_, response) => {
      response.writeHead(200, { 'Content-Length': 1000 });
      response.write('{"Id":"abc', () => response.destroy());
    };

    it('settles, at once', async function () {
      await against(cut);
      expect(faultOf(await within(2000, runtime.inspect(id, never)))).to.equal('unavailable');
      expect(faultOf(await within(2000, runtime.list(anOwnerId(), never)))).to.equal('unavailable');
      expect(faultOf(await within(2000, runtime.create(aContainerSpec(), never)))).to.equal(
        'outcome-unknown',
      );
      expect(faultOf(await within(2000, runtime.remove(id, never)))).to.equal('outcome-unknown');
    });
  });

  describe('when an answer stops in the middle and never goes on', function () {
    const stalled: Answering = (_, response) => {
      response.writeHead(200, { 'Content-Length': 1000 });
      response.write('{"Id":"abc');
    };

    it('settles at its bound, and frees the socket', async function () {
      await against(stalled, bounded(100));
      expect(faultOf(await within(2000, runtime.inspect(id, never)))).to.equal('unavailable');
      expect(faultOf(await within(2000, runtime.remove(id, never)))).to.equal('outcome-unknown');
      await eventually(() => engine.openSockets() <= 1);
    });

    it('settles when the caller gives up, and frees the socket', async function () {
      await against(stalled);
      const soon = new AbortController();
      const answer = runtime.remove(id, soon.signal);
      await eventually(() => engine.requests.some(({ method }) => method === 'DELETE'));
      soon.abort();
      expect(faultOf(await within(2000, answer))).to.equal('outcome-unknown');
      await eventually(() => engine.openSockets() <= 1);
    });
  });

  it('keeps no socket of a thousand calls that were given up', async function () {
    this.timeout(30_000);
    await against(() => undefined, { ...bounded(50), negotiate: 5000 });
    for (let round = 0; round < 50; round++) {
      const answers = await Promise.all([
        ...Array.from({ length: 10 }, () => runtime.inspect(id, never)),
        ...Array.from({ length: 10 }, () => runtime.signal(id, 'SIGTERM', never)),
      ]);
      for (const answer of answers) expect(faultOf(answer)).to.be.oneOf(['unavailable', 'outcome-unknown']);
    }
    await eventually(() => engine.openSockets() <= 1);
  });

  it('answers every question at its bound when nothing is ever said', async function () {
    await against(() => undefined, { ...bounded(100), negotiate: 5000 });
    const questions: readonly (() => Answer<unknown>)[] = [
      () => runtime.describe(never),
      () => runtime.inspect(id, never),
      () => runtime.list(anOwnerId(), never),
      () => runtime.survey('cursory', never),
      () => runtime.identify(id, never),
      () => runtime.stats(id, never),
      () => runtime.hasImage('busybox:1', never),
    ];
    for (const ask of questions)
      expect(faultOf(await within(2000, ask())), ask.toString()).to.equal('unavailable');
    await eventually(() => engine.openSockets() <= 1);
  });

  it('waits once for the end of a connection that outlives many agreements', async function () {
    await against(({ method }, response) => {
      // The connections of commands end, each time; the one of questions is kept.
      if (method === 'POST') response.setHeader('Connection', 'close');
      sendJson(response, []);
    });
    const warnings = await warningsDuring(async () => {
      for (let round = 0; round < 12; round++) {
        valueOf(await runtime.list(anOwnerId(), never));
        valueOf(await runtime.signal(id, 'SIGTERM', never));
        await eventually(() => engine.openSockets() === 1);
      }
    });
    expect(engine.requests.filter(({ url }) => url === '/version')).to.have.lengthOf(12);
    expect(warnings).to.deep.equal([]);
  });

  it('answers at its bound while the connections are all taken', async function () {
    await against(() => undefined, { ...bounded(200), negotiate: 5000 });
    const answers = await within(
      5000,
      Promise.all(Array.from({ length: 60 }, () => runtime.inspect(id, never))),
    );
    answers.forEach((answer) => expect(faultOf(answer)).to.equal('unavailable'));
  });

  it('says that nothing was asked when a command never got a connection', async function () {
    await against(() => undefined);
    const [taking, waiting] = [new AbortController(), new AbortController()];
    const signalled = (count: number, signal: AbortSignal): ReturnType<typeof runtime.signal>[] =>
      Array.from({ length: count }, () => runtime.signal(id, 'SIGTERM', signal));
    const taken = signalled(32, taking.signal);
    await eventually(() => engine.requests.filter(({ method }) => method === 'POST').length === 32);
    const queued = signalled(8, waiting.signal);
    await turn();
    waiting.abort();
    for (const answer of await Promise.all(queued)) expect(faultOf(answer)).to.equal('unavailable');
    taking.abort();
    for (const answer of await Promise.all(taken)) expect(faultOf(answer)).to.equal('outcome-unknown');
  });

  it('lets questions through while every command hangs', async function () {
    await against(({ method }, response) => {
      if (method === 'GET') sendJson(response, []);
    });
    const soon = new AbortController();
    const hanging = Array.from({ length: 60 }, () => runtime.signal(id, 'SIGTERM', soon.signal));
    await eventually(() => engine.requests.length > 30);
    valueOf(await within(2000, runtime.list(anOwnerId(), never)));
    soon.abort();
    await Promise.all(hanging);
  });

  describe('when a connection ends just as it is used again', function () {
    /** Ends every connection at its second request, without an answer. */
    const ending = async (): Promise<void> => {
      const served = new WeakSet<object>();
      await against((_, response) => {
        const socket = response.socket ?? {};
        if (served.has(socket)) response.destroy();
        else sendJson(response, []);
        served.add(socket);
      });
    };

    it('puts a question again, on a new one and after a new agreement', async function () {
      await ending();
      valueOf(await runtime.list(anOwnerId(), never));
      valueOf(await runtime.list(anOwnerId(), never));
      expect(engine.requests.map(({ url }) => url.replace(/\?.*/, ''))).to.deep.equal([
        '/version',
        '/v1.41/containers/json',
        '/v1.41/containers/json',
        '/version',
        '/v1.41/containers/json',
      ]);
    });

    it('puts no command again', async function () {
      await ending();
      valueOf(await runtime.signal(id, 'SIGTERM', never));
      expect(faultOf(await runtime.signal(id, 'SIGTERM', never))).to.equal('outcome-unknown');
      expect(engine.requests.filter(({ method }) => method === 'POST')).to.have.lengthOf(2);
    });
  });

  it('puts a question that breaks off on a new connection only once', async function () {
    await against((_, response) => response.destroy());
    expect(faultOf(await runtime.inspect(id, never))).to.equal('unavailable');
    expect(engine.requests.filter(({ url }) => url !== '/version')).to.have.lengthOf(1);
  });

  it('never writes what is secret into a URL', async function () {
    await against((_, response) => {
      sendJson(response, { Id: 'abc' }, 201);
    });
    const spec = aContainerSpec({ environment: { PASSWORD: 'hunter2' }, labels: { key: 'hunter2' } });
    valueOf(await runtime.create(spec, never));
    const created = engine.requests.find(({ url }) => url.includes('/containers/create'));
    expect(created?.url).to.equal(`/v1.41/containers/create?name=${spec.name}`);
    expect(created?.body).to.include('PASSWORD=hunter2');
    const credentials = { username: 'u', password: 'hunter2', server: undefined };
    await runtime.pullImage(
      { image: 'busybox:1', credentials, stallMs: 1000, onProgress: () => undefined },
      never,
    );
    const pulled = engine.requests.find(({ url }) => url.includes('/images/create'));
    expect(pulled?.url).to.equal('/v1.41/images/create?fromImage=busybox&tag=1');
    const auth = Buffer.from(String(pulled?.headers['x-registry-auth']), 'base64').toString();
    expect(JSON.parse(auth)).to.deep.equal({ username: 'u', password: 'hunter2' });
    expect(engine.requests.map(({ url }) => url).join()).not.to.include('hunter2');
  });

  it('never tells in a fault what was sent', async function () {
    await against((_, response) => response.destroy());
    const answer = await runtime.create(aContainerSpec({ environment: { PASSWORD: 'hunter2' } }), never);
    expect(faultOf(answer)).to.equal('outcome-unknown');
    expect(JSON.stringify(answer)).not.to.include('hunter2');
  });

  it('keeps an id in its place in the path', async function () {
    await against((_, response) => {
      sendJson(response, {}, 404);
    });
    await runtime.remove('../../images/x?force=1' as InstanceId, never);
    expect(engine.requests.at(-1)?.url).to.equal(
      '/v1.41/containers/..%2F..%2Fimages%2Fx%3Fforce%3D1?force=true&v=true',
    );
  });

  for (const [what, body] of [
    ['nothing', ''],
    ['null', 'null'],
    ['a number', '7'],
    ['a page', '<html></html>'],
    ['a list', '[1]'],
  ] as const)
    it(`is not led astray by an engine that answers with ${what}`, async function () {
      await against((_, response) => {
        response.writeHead(200, { 'Content-Type': 'text/html' });
        response.end(body);
      });
      expect(faultOf(await runtime.create(aContainerSpec(), never))).to.equal('outcome-unknown');
      expect(faultOf(await runtime.inspect(id, never))).to.equal('unavailable');
      expect(faultOf(await runtime.describe(never))).to.equal('unavailable');
      expect(faultOf(await runtime.list(anOwnerId(), never))).to.equal('unavailable');
      expect(faultOf(await runtime.stats(id, never))).to.equal('unavailable');
      expect(await drained(runtime.watch(anOwnerId(), never))).to.deep.equal([]);
    });

  it('ends the streams that are open when it is closed', async function () {
    await against((_, response) => {
      response.writeHead(200);
      response.flushHeaders();
    });
    const watching = drained(runtime.watch(anOwnerId(), never));
    await eventually(() => engine.requests.some(({ url }) => url.includes('/events')));
    runtime.close();
    expect(await within(2000, watching)).to.deep.equal([]);
    expect(faultOf(await runtime.inspect(id, never))).to.equal('unavailable');
    await eventually(() => engine.openSockets() === 0);
  });
});

describe('An engine that is not there', function () {
  it('is unavailable, and says what to do', async function () {
    for (const endpoint of ['unix:///nowhere/docker.sock', 'tcp://127.0.0.1:1']) {
      const runtime = new DockerEngineRuntime({ endpoint, clock: hostClock, host: engineHost });
      const answer = await runtime.create(aContainerSpec(), never);
      expect(faultOf(answer)).to.equal('unavailable');
      expect(answer).to.have.nested.property('error.remedy').that.includes(endpoint);
      runtime.close();
    }
  });
});
