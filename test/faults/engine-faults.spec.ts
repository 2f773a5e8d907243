import { expect } from 'chai';

import { defaultDeadlines } from '../../src/adapters/docker-engine/deadlines.js';
import { DockerEngineRuntime } from '../../src/adapters/docker-engine/docker-engine-runtime.js';
import { followOutput } from '../../src/app/services/follow-output.js';
import type { OwnerId } from '../../src/domain/model/ids.js';
import type { Instance, LogChunk, LogItem, LogPosition } from '../../src/domain/model/instance.js';
import { drained } from '../../src/testing/contract/runtime-harness.js';
import { aContainerSpec } from '../../src/testing/builders/a-container-spec.js';
import { anIdentity, anOwnerId } from '../../src/testing/builders/an-identity.js';
import { privateEngine } from '../support/engine/private-engine.js';
import { eventually, within } from '../../src/testing/eventually.js';
import { faultOf, valueOf } from '../../src/testing/expect-result.js';
import { chunksOf } from '../../src/testing/log-chunks.js';
import { type EngineFault, type EngineProxy, engineProxy } from '../support/faults/engine-proxy.js';
import { engineHost } from '../support/engine/engine-host.js';
import { hostClock } from '../support/host-clock.js';

const never = new AbortController().signal;
/** Every way in which an answer to something that was done can be spoilt. */
const spoilt: readonly EngineFault[] = ['done-500', 'done-reset', 'done-cut', 'done-silence'];
/** Answers that have no body can't be cut. */
const spoiltWithoutBody = spoilt.filter((fault) => fault !== 'done-cut');

describe('An engine whose answers go astray', function () {
  this.timeout(120_000);
  let proxy: EngineProxy;
  let runtime: DockerEngineRuntime;
  let owner: OwnerId;

  beforeEach(async function () {
    const engine = await privateEngine();
    proxy = await engineProxy(engine.socketPath);
    // Long enough for an engine on a busy machine; an answer that never comes is waited for that long.
    const deadlines = { ...defaultDeadlines, create: 6000, start: 8000, remove: 8000, query: 4000 };
    runtime = new DockerEngineRuntime({
      endpoint: proxy.endpoint,
      clock: hostClock,
      deadlines,
      host: engineHost,
    });
    owner = anOwnerId();
  });

  afterEach(async function () {
    for (const { id } of await listed()) valueOf(await runtime.remove(id, never));
    runtime.close();
    await proxy.close();
  });

  const listed = async (): Promise<readonly Instance[]> => valueOf(await runtime.list(owner, never));
  const spec = (command = ['sleep', '60']): ReturnType<typeof aContainerSpec> =>
    aContainerSpec({ identity: anIdentity({ owner }), command });

  for (const fault of spoilt)
    it(`leaves one container to be found by its token when a create ends in ${fault}`, async function () {
      proxy.spoil(/^POST \/containers\/create/, fault);
      const wanted = spec();
      const answer = await within(20_000, runtime.create(wanted, never));
      expect(faultOf(answer)).to.equal(fault === 'done-500' ? 'internal' : 'outcome-unknown');
      const found = await listed();
      expect(found.map(({ identity, state }) => [identity, state])).to.deep.equal([
        [wanted.identity, { phase: 'created' }],
      ]);
    });

  it('leaves nothing when a create was refused', async function () {
    proxy.spoil(/^POST \/containers\/create/, 'refuse');
    expect(faultOf(await runtime.create(spec(), never))).to.equal('internal');
    expect(await listed()).to.deep.equal([]);
  });

  for (const fault of spoiltWithoutBody)
    it(`starts once when a start ends in ${fault}, and says yes when asked again`, async function () {
      const id = valueOf(await runtime.create(spec(), never));
      proxy.spoil(/\/start$/, fault);
      const answer = await within(20_000, runtime.start(id, never));
      expect(faultOf(answer)).to.equal(fault === 'done-500' ? 'internal' : 'outcome-unknown');
      const before = valueOf(await runtime.inspect(id, never));
      expect(before.state.phase).to.equal('running');
      valueOf(await runtime.start(id, never));
      expect(valueOf(await runtime.inspect(id, never))).to.deep.equal(before);
    });

  it('does not run a short task twice when its start was answered with 500', async function () {
    const id = valueOf(await runtime.create(spec(['sh', '-c', 'echo ran']), never));
    proxy.spoil(/\/start$/, 'done-500');
    expect(faultOf(await runtime.start(id, never))).to.equal('internal');
    await eventually(async () => valueOf(await runtime.inspect(id, never)).state.phase === 'exited');
    valueOf(await runtime.start(id, never));
    const chunks: LogChunk[] = [];
    for await (const chunk of chunksOf(runtime.logs(id, undefined, never))) chunks.push(chunk);
    expect(textOf(chunks)).to.equal('ran\n');
  });

  for (const fault of spoiltWithoutBody)
    it(`has removed it when a removal ends in ${fault}, and says so when asked again`, async function () {
      const id = valueOf(await runtime.create(spec(), never));
      valueOf(await runtime.start(id, never));
      proxy.spoil(/^DELETE /, fault);
      const answer = await within(20_000, runtime.remove(id, never));
      expect(faultOf(answer)).to.equal(fault === 'done-500' ? 'internal' : 'outcome-unknown');
      await eventually(async () => (await listed()).length === 0);
      valueOf(await runtime.remove(id, never));
    });

  for (const fault of ['refuse', ...spoilt] as const)
    it(`answers a question that ends in ${fault}, and the next one truly`, async function () {
      const id = valueOf(await runtime.create(spec(), never));
      const question = /^GET \/containers\/[^/]+\/json/;
      // A reset on a connection that was kept is taken for its end, and the question is put once more.
      if (fault === 'done-reset') {
        valueOf(await runtime.inspect(id, never));
        proxy.spoil(question, fault);
      }
      proxy.spoil(question, fault);
      const kind = faultOf(await within(20_000, runtime.inspect(id, never)));
      expect(kind).to.equal(fault === 'refuse' || fault === 'done-500' ? 'internal' : 'unavailable');
      valueOf(await runtime.inspect(id, never));
    });

  it('lists all containers in time though one of them can not be inspected', async function () {
    const ids = await Promise.all([1, 2, 3].map(async () => valueOf(await runtime.create(spec(), never))));
    proxy.spoil(new RegExp(`^GET /containers/${ids[1] ?? ''}/json`), 'done-silence');
    const phases = (await within(20_000, listed())).map(({ id, state }) => [id, state.phase]);
    expect(phases).to.have.deep.members([
      [ids[0], 'created'],
      [ids[1], 'unknown'],
      [ids[2], 'created'],
    ]);
  });

  it('goes on after all of its connections were dropped, with a new agreement', async function () {
    const id = valueOf(await runtime.create(spec(), never));
    const watching = drained(runtime.watch(owner, never));
    await eventually(() => proxy.calls.some((call) => call.startsWith('GET /events')));
    proxy.dropConnections();
    await within(20_000, watching);
    await eventually(async () => {
      valueOf(await runtime.inspect(id, never));
      expect(proxy.calls.filter((call) => call === 'GET /version').length).to.be.greaterThan(1);
    });
  });

  for (const fault of ['refuse', 'deny', 'reset', 'cut', 'done-500', 'done-reset', 'done-cut'] as const)
    it(`tells from its end a log of an ended container that ends in ${fault}, and gives it whole when followed`, async function () {
      const printed = `${'x'.repeat(100_000)}\n`;
      const script = 'head -c 100000 /dev/zero | tr "\\0" x; echo';
      const id = valueOf(await runtime.create(spec(['sh', '-c', script]), never));
      valueOf(await runtime.start(id, never));
      await eventually(async () => valueOf(await runtime.inspect(id, never)).state.phase === 'exited');
      proxy.spoil(/\/logs/, fault);
      expect(await within(20_000, drained(runtime.logs(id, undefined, never)))).not.to.include('end');
      proxy.spoil(/\/logs/, fault);
      const open = (after: LogPosition | undefined): AsyncIterable<LogItem> => runtime.logs(id, after, never);
      const parts = { clock: hostClock, policy: { reopenMs: 10, reopenMaxMs: 10 } };
      const followed = drained(followOutput({ after: undefined, open }, parts, never, AbortSignal.abort()));
      expect(textOf(await within(20_000, followed)) === printed).to.equal(true);
    });

  it('ends a log that breaks off without a made-up end, and resumes it', async function () {
    const script = 'head -c 20000 /dev/zero | tr "\\0" x; while :; do sleep 0.1; done';
    const id = valueOf(await runtime.create(spec(['sh', '-c', script]), never));
    valueOf(await runtime.start(id, never));
    const chunks: LogChunk[] = [];
    const reading = (async () => {
      for await (const chunk of chunksOf(runtime.logs(id, undefined, never))) chunks.push(chunk);
    })();
    await eventually(() => chunks.length > 0);
    proxy.spoil(/^GET \/containers\/[^/]+\/json/, 'refuse');
    proxy.dropConnections();
    await within(20_000, reading);
    expect(textOf(chunks)).to.equal('x'.repeat(16_384));
    valueOf(await runtime.signal(id, 'SIGKILL', never));
    chunks.push(
      ...(await within(20_000, drained(chunksOf(runtime.logs(id, chunks.at(-1)?.position, never))))),
    );
    expect(textOf(chunks)).to.equal(`${'x'.repeat(20_000)}\n`);
  });

  it('goes on with a log by itself when only the bell broke off', async function () {
    const script = 'echo one; trap "echo two; exit" TERM; while :; do sleep 0.1; done';
    const id = valueOf(await runtime.create(spec(['sh', '-c', script]), never));
    valueOf(await runtime.start(id, never));
    const chunks: LogChunk[] = [];
    const reading = (async () => {
      for await (const chunk of chunksOf(runtime.logs(id, undefined, never))) chunks.push(chunk);
    })();
    await eventually(() => chunks.length > 0);
    await eventually(() => proxy.calls.some((call) => call.includes('follow=true')));
    proxy.dropConnections();
    await eventually(async () => {
      valueOf(await runtime.signal(id, 'SIGTERM', never));
    });
    await within(20_000, reading);
    expect(textOf(chunks)).to.equal('one\ntwo\n');
  });
});

const textOf = (chunks: readonly LogChunk[]): string =>
  Buffer.concat(chunks.map(({ bytes }) => bytes)).toString();
