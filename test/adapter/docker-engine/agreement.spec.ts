import { expect } from 'chai';

import {
  formatApiVersion,
  negotiateApi,
  parseApiVersion,
  supportedApi,
} from '../../../src/adapters/docker-engine/connection/api-version.js';
import { parseEndpoint } from '../../../src/adapters/docker-engine/connection/endpoint.js';
import { DockerEngineRuntime } from '../../../src/adapters/docker-engine/docker-engine-runtime.js';
import type { RuntimeFault } from '../../../src/domain/faults/runtime-fault.js';
import { type FakeEngine, bareFakeEngine, sendJson } from '../../support/engine/fake-engine.js';
import { engineHost } from '../../support/engine/engine-host.js';
import { hostClock } from '../../support/host-clock.js';
import { anOwnerId } from '../../../src/testing/builders/an-identity.js';
import { faultOf, valueOf } from '../../../src/testing/expect-result.js';
import { eventually } from '../../../src/testing/eventually.js';

const never = new AbortController().signal;
const v = (minor: number): { major: number; minor: number } => ({ major: 1, minor });

describe('The address of an engine', function () {
  it('is a socket or a port', function () {
    expect(parseEndpoint('unix:///var/run/docker.sock')).to.deep.equal({
      kind: 'unix',
      socketPath: '/var/run/docker.sock',
    });
    expect(parseEndpoint('tcp://127.0.0.1:2375')).to.deep.equal({
      kind: 'tcp',
      host: '127.0.0.1',
      port: 2375,
    });
    expect(parseEndpoint('tcp://[::1]:2375/')).to.deep.equal({ kind: 'tcp', host: '::1', port: 2375 });
  });

  for (const text of [
    '',
    'unix://',
    'unix://relative',
    '/var/run/docker.sock',
    'tcp://host',
    'tcp://h:0',
    'tcp://h:70000',
    'ssh://h',
  ])
    it(`is not "${text}"`, async function () {
      expect(parseEndpoint(text)).to.equal(undefined);
      const runtime = new DockerEngineRuntime({ endpoint: text, clock: hostClock, host: engineHost });
      const answer = await runtime.describe(never);
      expect(faultOf(answer)).to.equal('unavailable');
      expect(answer).to.have.nested.property('error.remedy').that.includes('docker.endpoint');
    });
});

describe('The version of the API', function () {
  it('is read and written as Docker does', function () {
    expect(parseApiVersion('1.41')).to.deep.equal(v(41));
    for (const text of ['', '1', 'v1.41', '1.41.2', 41, null, undefined])
      expect(parseApiVersion(text)).to.equal(undefined);
    expect(formatApiVersion(v(41))).to.equal('1.41');
  });

  it('is the newest that both speak', function () {
    const ours = { min: v(40), max: v(47) };
    expect(negotiateApi({ min: v(12), max: v(41) }, ours)).to.deep.equal({ ok: true, value: v(41) });
    expect(negotiateApi({ min: v(24), max: v(52) }, ours)).to.deep.equal({ ok: true, value: v(47) });
    expect(negotiateApi({ min: v(47), max: v(60) }, ours)).to.deep.equal({ ok: true, value: v(47) });
    expect(negotiateApi({ min: v(12), max: v(40) }, ours)).to.deep.equal({ ok: true, value: v(40) });
  });

  it('is none for an engine that is too old or too new', function () {
    const ours = { min: v(40), max: v(47) };
    expect(negotiateApi({ min: v(12), max: v(39) }, ours)).to.deep.include({ ok: false });
    expect(negotiateApi({ min: v(48), max: v(60) }, ours)).to.deep.include({ ok: false });
    expect(negotiateApi({ min: v(12), max: { major: 2, minor: 0 } }, ours)).to.deep.include({ ok: true });
  });
});

describe('An agreement with an engine', function () {
  let engine: FakeEngine;
  let runtime: DockerEngineRuntime;
  let version: Record<string, unknown>;

  beforeEach(async function () {
    version = { ApiVersion: '1.41', MinAPIVersion: '1.12', Components: [{ Name: 'Engine' }] };
    engine = await bareFakeEngine(({ url }, response) => {
      if (url === '/version') sendJson(response, version);
      else if (url.endsWith('/info')) sendJson(response, { ServerVersion: '20.10.24' });
      else sendJson(response, []);
    });
    runtime = new DockerEngineRuntime({ endpoint: engine.endpoint, clock: hostClock, host: engineHost });
  });

  afterEach(async function () {
    runtime.close();
    await engine.close();
  });

  const refusal = async (): Promise<RuntimeFault> => {
    const answer = await runtime.list(anOwnerId(), never);
    if (answer.ok) throw new Error('it was not refused');
    return answer.error;
  };

  for (const [name, min, max] of [
    ['too old', '1.12', '1.39'],
    ['too new', '1.99', '1.120'],
  ] as const)
    it(`is refused when the engine is ${name}, and names both windows`, async function () {
      version = { ...version, MinAPIVersion: min, ApiVersion: max };
      const { kind, message } = await refusal();
      expect(kind).to.equal('unsupported');
      expect(message).to.include(`${min} to ${max}`);
      expect(message).to.include(
        `${formatApiVersion(supportedApi.min)} to ${formatApiVersion(supportedApi.max)}`,
      );
    });

  it('is refused by name when Podman listens', async function () {
    version = { ...version, Components: [{ Name: 'Podman Engine' }] };
    expect((await refusal()).kind).to.equal('unsupported');
  });

  it('is refused when what listens is something else', async function () {
    version = { hello: 'world' };
    expect((await refusal()).message).to.include('no Docker Engine');
  });

  it('is made once, however many calls come at once', async function () {
    await Promise.all(Array.from({ length: 20 }, () => runtime.list(anOwnerId(), never)));
    expect(engine.requests.filter(({ url }) => url === '/version')).to.have.length(1);
    expect(engine.requests.filter(({ url }) => url.startsWith('/v1.41/'))).to.have.length(20);
  });

  it('is made anew after the connection was lost', async function () {
    valueOf(await runtime.list(anOwnerId(), never));
    version = { ...version, ApiVersion: '1.45' };
    engine.dropConnections();
    await eventually(async () => {
      valueOf(await runtime.list(anOwnerId(), never));
      expect(engine.requests.at(-1)?.url).to.match(/^\/v1\.45\//);
    });
  });

  it('is tried again after it failed', async function () {
    version = { hello: 'world' };
    await refusal();
    version = { ApiVersion: '1.41' };
    valueOf(await runtime.list(anOwnerId(), never));
  });
});
