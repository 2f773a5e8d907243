import { expect } from 'chai';
import fc from 'fast-check';

import { type Deadlines, defaultDeadlines } from '../../../src/adapters/docker-engine/deadlines.js';
import { DockerEngineRuntime } from '../../../src/adapters/docker-engine/docker-engine-runtime.js';
import { engineHost } from '../../support/engine/engine-host.js';
import { MemoryTaskStore } from '../../../src/adapters/memory/memory-task-store.js';
import { ReconcilePass } from '../../../src/app/services/reconcile-pass.js';
import type { RuntimeFault } from '../../../src/domain/faults/runtime-fault.js';
import type { InstanceId } from '../../../src/domain/model/ids.js';
import type { Answer } from '../../../src/domain/ports/runtime.js';
import { ok } from '../../../src/domain/shared/result.js';
import { drained } from '../../../src/testing/contract/runtime-harness.js';
import { anyJson } from '../../support/any-json.js';
import { aContainerSpec } from '../../../src/testing/builders/a-container-spec.js';
import { aReconcilePolicy, ourOwner } from '../../support/builders/a-host-object.js';
import { type Answering, type FakeEngine, fakeEngine, sendJson } from '../../support/engine/fake-engine.js';
import { within } from '../../../src/testing/eventually.js';
import { faultOf, valueOf } from '../../../src/testing/expect-result.js';
import { hostClock } from '../../support/host-clock.js';

const never = new AbortController().signal;
const id = 'abc' as InstanceId;
const hasty = Object.fromEntries(
  Object.keys(defaultDeadlines).map((name) => [name, 500]),
) as object as Deadlines;
const bareObject = Object.getOwnPropertyNames(Object.prototype);
const ours = {
  Id: 'ours',
  Created: 1_700_000_000,
  Labels: { 'wharf.owner': ourOwner, 'wharf.kind': 'task' },
};
const isList = (url: string): boolean => url.includes('/containers/json');

/** An answer as it goes over the wire, which need not make sense. */
const wire =
  (...parts: readonly (string | Buffer)[]): Answering =>
  (_, response) => {
    for (const part of parts) response.socket?.write(part);
    response.socket?.end();
  };
const answered = (body: string | Buffer): Answering =>
  wire(`HTTP/1.1 200 OK\r\nContent-Length: ${Buffer.byteLength(body).toString()}\r\n\r\n`, body);
const chunked = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n';

const endless: Answering = (_, response) => {
  response.writeHead(200);
  const more = (): void => {
    if (!response.destroyed) response.write('{"a":', () => setTimeout(more, 20));
  };
  more();
};

/** Goes on as long as somebody takes it. */
const huge: Answering = (_, response) => {
  const piece = Buffer.alloc(1024 * 1024, ' ');
  response.writeHead(200);
  const more = (): void => {
    while (!response.destroyed && response.write(piece));
    if (!response.destroyed) response.once('drain', more);
  };
  more();
};

const lies: Readonly<Record<string, Answering>> = {
  'a length that is too large': wire('HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n', '{"Id":"abc"}'),
  'a length that is too small': wire('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n', '{"Id":"abc"}'),
  'a length that is none': wire('HTTP/1.1 200 OK\r\nContent-Length: -7\r\n\r\n', '{"Id":"abc"}'),
  'two lengths': wire('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 9\r\n\r\n', '{}'),
  'chunks that never end': endless,
  'a chunk that is none': wire(chunked, 'xyz\r\n{}\r\n'),
  'no end of it': huge,
  'only that it goes on': wire('HTTP/1.1 100 Continue\r\n\r\n', 'HTTP/1.1 102 Processing\r\n\r\n'),
  'another protocol': wire('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n'),
  'another place': wire('HTTP/1.1 301 Moved\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n'),
  'no change': wire('HTTP/1.1 304 Not Modified\r\n\r\n'),
  'no status': wire('HTTP/1.1 999999 What\r\n\r\n'),
  'no HTTP': wire('\0\0\0\0'),
  'no UTF-8': answered(Buffer.from([0x22, 0xff, 0xfe, 0xc0, 0x22])),
  'deep nesting': answered('['.repeat(1_000_000) + ']'.repeat(1_000_000)),
  'deep objects': answered('{"Id":'.repeat(200_000) + '1' + '}'.repeat(200_000)),
  'names that every object has': answered(
    '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}',
  ),
  'numbers instead of all else': answered('{"Id":9007199254740993,"Labels":1e999,"Mounts":-1,"State":2}'),
};

describe('An engine that answers wrongly', function () {
  this.timeout(60_000);
  let engine: FakeEngine;
  let runtime: DockerEngineRuntime;
  const unhandled: unknown[] = [];
  const note = (reason: unknown): void => void unhandled.push(reason);

  before(function () {
    process.on('unhandledRejection', note);
  });

  after(function () {
    process.off('unhandledRejection', note);
  });

  const against = async (answer: Answering): Promise<void> => {
    engine = await fakeEngine(answer);
    runtime = new DockerEngineRuntime({
      host: engineHost,
      endpoint: engine.endpoint,
      clock: hostClock,
      deadlines: hasty,
    });
  };

  afterEach(async function () {
    runtime.close();
    await engine.close();
    expect(unhandled).to.deep.equal([]);
    expect(Object.getOwnPropertyNames(Object.prototype)).to.deep.equal(bareObject);
    expect({}).not.to.have.property('polluted');
  });

  const queries = (): readonly Answer<unknown>[] => [
    runtime.describe(never),
    runtime.inspect(id, never),
    runtime.identify(id, never),
    runtime.list(ourOwner, never),
    runtime.survey('thorough', never),
    runtime.stats(id, never),
  ];
  const pull = { image: 'busybox:1', credentials: undefined, stallMs: 500, onProgress: () => undefined };
  const commands = (): readonly Answer<unknown>[] => [
    runtime.create(aContainerSpec(), never),
    runtime.start(id, never),
    runtime.signal(id, 'SIGTERM', never),
    runtime.remove(id, never),
    runtime.loadImage('/etc/hostname', never),
    runtime.hasImage('busybox:1', never),
  ];

  for (const [what, lie] of Object.entries(lies))
    it(`is told from one that answers, and from one that has nothing, when it answers with ${what}`, async function () {
      await against(lie);
      for (const answer of await within(10_000, Promise.all(queries()))) {
        expect(faultOf(answer)).to.be.oneOf(['unavailable', 'internal']);
        expect(answer)
          .to.have.nested.property('error.message')
          .that.matches(/^\w+.*: ./s);
      }
      const [created, ...others] = await within(10_000, Promise.all(commands()));
      expect(created && faultOf(created)).to.be.oneOf(['unavailable', 'outcome-unknown', 'internal']);
      for (const answer of others)
        if (!answer.ok) expect(faultOf(answer)).to.be.oneOf(['unavailable', 'outcome-unknown', 'internal']);
      const enough = new AbortController();
      const streams = [runtime.watch(ourOwner, enough.signal), runtime.logs(id, undefined, enough.signal)];
      const reading = streams.map((stream) => drained<unknown>(stream));
      const pulling = runtime.pullImage(pull, enough.signal);
      await hostClock.sleep(50, never);
      enough.abort();
      await within(5000, Promise.all([...reading, pulling]));
    });

  it('is not believed when the first of two owners of one container is ours', async function () {
    const twice = `[{"Id":"abc","Labels":{"wharf.owner":"${ourOwner}","wharf.owner":"other"}}]`;
    await against(answered(twice));
    const [object] = valueOf(await runtime.survey('cursory', never));
    expect(object).to.have.nested.property('claim.owner', 'other');
    expect(valueOf(await runtime.list(ourOwner, never))).to.deep.equal([]);
  });

  it('takes no progress of a pull for a function, and not any number of layers for an image', async function () {
    const lines = ['__proto__', 'constructor', 'toString', 'Downloading'].map((status) => ({
      id: 'x',
      status,
    }));
    const many = Array.from({ length: 5000 }, (_, index) => ({
      id: `l${index.toString()}`,
      status: 'Waiting',
    }));
    const sizes = [2 ** 53, 1e308, -1, '7'].map((current) => ({
      id: 'x',
      status: 'Downloading',
      progressDetail: { current, total: current },
    }));
    await against((_, response) => {
      response.end([...lines, ...sizes, ...many].map((line) => JSON.stringify(line)).join('\n'));
    });
    const seen: unknown[] = [];
    valueOf(await runtime.pullImage({ ...pull, onProgress: (progress) => seen.push(progress) }, never));
    expect(seen.at(-1)).to.deep.equal({ layers: 1000, layersDone: 0, bytes: 0, bytesTotal: 0 });
  });

  /** What of `objects` and one of ours a pass takes off the engine. */
  const removedBeside = async (objects: readonly unknown[]): Promise<readonly string[]> => {
    const list = JSON.stringify([...objects, ours]);
    const shown = { Id: 'ours', Created: '2023-11-23T22:24:54Z', Config: { Labels: ours.Labels } };
    await against(({ method, url }, response) => {
      if (url.includes('/info')) sendJson(response, { ServerVersion: '1' });
      else if (isList(url)) response.end(list);
      else if (url.includes('/ours')) sendJson(response, method === 'GET' ? shown : {});
      else sendJson(response, { Id: 'odd', Config: null, Mounts: 7 });
    });
    const pass = new ReconcilePass({
      runtimes: { docker: runtime },
      store: new MemoryTaskStore(),
      removals: [],
      liveAllocs: () => Promise.resolve(ok(new Set())),
      clock: hostClock,
    });
    for (const thoroughness of ['cursory', 'thorough'] as const) {
      const [report] = valueOf(await pass.run(aReconcilePolicy(), never, thoroughness));
      expect(report).to.have.property('outcome', 'judged');
    }
    return engine.requests.filter(({ method }) => method === 'DELETE').map(({ url }) => url);
  };

  const odd: Readonly<Record<string, object>> = {
    'no labels': { Labels: null },
    'no names': { Names: null, Labels: { 'wharf.owner': 'other' } },
    'an unknown state': { State: 'x', Status: 7, Labels: { 'wharf.owner': ourOwner, 'wharf.kind': 'x' } },
    'a label of 1 MB': { Labels: { x: 'x'.repeat(1024 * 1024) } },
    'a time beyond all': { Created: 2 ** 53, Labels: ours.Labels },
    'labels that are none': { Labels: 'x' },
    'labels in a list': { Labels: [['wharf.owner', ourOwner]] },
    'mounts that are none': { Mounts: { Type: 'bind' } },
    'labels of its prototype': JSON.parse(`{"Labels":{"__proto__":{"wharf.owner":"${ourOwner}"}}}`) as object,
    'a prototype of its own': JSON.parse(`{"__proto__":${JSON.stringify(ours)}}`) as object,
    'labels that are not text': { Labels: { 'wharf.owner': [ourOwner], 'wharf.kind': {} } },
  };
  for (const [what, over] of Object.entries(odd))
    it(`keeps no other from being reconciled by a container with ${what}, which is spared`, async function () {
      const removed = await removedBeside([{ Id: 'odd', Created: 1_700_000_000, ...over }]);
      expect(removed).to.have.lengthOf(1);
      expect(removed[0]).to.match(/\/containers\/ours\?/);
    });

  it('whatever it lists and shows: each call answers, and ours is judged beside it', async function () {
    let list: unknown = [];
    let shown: unknown = {};
    await against(({ url }, response) => {
      if (url.includes('/events')) response.end(`${JSON.stringify(shown)}\n${JSON.stringify(list)}\n`);
      else sendJson(response, isList(url) ? list : shown);
    });
    const key = fc.constantFrom(
      'Created',
      'Labels',
      'Mounts',
      'Names',
      'State',
      'Config',
      'Actor',
      '__proto__',
    );
    const object = fc.dictionary(key, anyJson).map((fields) => ({ ...fields, Id: 'odd' }));
    const kinds: readonly RuntimeFault['kind'][] = ['unavailable', 'not-found'];
    await fc.assert(
      fc.asyncProperty(fc.array(object, { maxLength: 3 }), fc.oneof(anyJson, object), async (others, any) => {
        [list, shown] = [[...others, ours], any];
        for (const answer of await Promise.all(queries()))
          if (!answer.ok) expect(kinds).to.include(faultOf(answer));
        const surveyed = await runtime.survey('cursory', never);
        if (surveyed.ok) expect(surveyed.value.map((one) => one.id)).to.include('ours');
        for (const hint of await drained(runtime.watch(ourOwner, never))) expect(hint.id).to.be.a('string');
      }),
      { numRuns: 100 },
    );
  });
});
