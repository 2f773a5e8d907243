import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';

import { expect } from 'chai';

import { ManualClock } from '../../../src/adapters/memory/manual-clock.js';
import { DockerEngineRuntime } from '../../../src/adapters/docker-engine/docker-engine-runtime.js';
import { parseImageReference } from '../../../src/adapters/docker-engine/image/image-reference.js';
import { LayerAccount } from '../../../src/adapters/docker-engine/image/layer-account.js';
import type { PullProgress, RegistryCredentials } from '../../../src/domain/model/pull.js';
import type { Answer } from '../../../src/domain/ports/runtime.js';
import { engineRequest } from '../../support/engine/engine-request.js';
import { type FakeEngine, fakeEngine } from '../../support/engine/fake-engine.js';
import { type LocalRegistry, account, localRegistry } from '../../support/engine/local-registry.js';
import { type PrivateEngine, privateEngine } from '../../support/engine/private-engine.js';
import { eventually, within } from '../../../src/testing/eventually.js';
import { faultOf, valueOf } from '../../../src/testing/expect-result.js';
import { engineHost } from '../../support/engine/engine-host.js';
import { hostClock } from '../../support/host-clock.js';
import { type TemporaryDirectory, temporaryDirectory } from '../../support/temporary-directory.js';

const never = new AbortController().signal;

const pull = (
  runtime: DockerEngineRuntime,
  image: string,
  over: {
    credentials?: RegistryCredentials;
    onProgress?: (progress: PullProgress) => void;
    signal?: AbortSignal;
  } = {},
): Answer<undefined> => {
  const { credentials, onProgress = () => undefined, signal = never } = over;
  return runtime.pullImage({ image, credentials, stallMs: 20_000, onProgress }, signal);
};

describe('The name of an image', function () {
  const digest = `sha256:${'a'.repeat(64)}`;
  for (const [image, repository, version] of [
    ['busybox', 'busybox', 'latest'],
    ['busybox:1.36', 'busybox', '1.36'],
    ['localhost:5000/team/app', 'localhost:5000/team/app', 'latest'],
    ['localhost:5000/team/app:v1', 'localhost:5000/team/app', 'v1'],
    [`Registry.Example.org/a/b_c__d-e:X@${digest}`, 'Registry.Example.org/a/b_c__d-e', digest],
    [`busybox@${digest}`, 'busybox', digest],
    ['[::1]:5000/app:1', '[::1]:5000/app', '1'],
  ] as const)
    it(`${image} is taken apart`, function () {
      expect(parseImageReference(image)).to.deep.include({ repository, version });
    });

  it('may be its id', function () {
    expect(parseImageReference(digest)?.path).to.equal(digest);
  });

  for (const image of [
    '',
    'UPPER',
    'a//b',
    'a/../b',
    '../a',
    'a?b',
    'a b',
    'a:b:c',
    'a@sha256:1',
    'a%2fb',
    ' a',
    'a/',
  ])
    it(`is not "${image}"`, async function () {
      expect(parseImageReference(image)).to.equal(undefined);
      const runtime = new DockerEngineRuntime({
        endpoint: 'unix:///nowhere',
        clock: hostClock,
        host: engineHost,
      });
      expect(faultOf(await runtime.hasImage(image, never))).to.equal('invalid-spec');
      expect(faultOf(await pull(runtime, image))).to.equal('invalid-spec');
    });
});

describe('The account of layers', function () {
  const noted = (...lines: readonly object[]): PullProgress => {
    const account = new LayerAccount();
    for (const line of lines) account.note(line as never);
    return account.progress;
  };
  const told = (id: string, status: string, current?: number, total?: number): object => ({
    id,
    status,
    progressDetail: { current, total },
  });

  it('adds up what has come', function () {
    expect(
      noted(
        { status: 'Pulling from library/app', id: 'latest' },
        told('a', 'Pulling fs layer'),
        told('b', 'Pulling fs layer'),
        told('c', 'Already exists'),
        told('a', 'Downloading', 10, 100),
        told('b', 'Downloading', 5, 50),
        told('a', 'Downloading', 60, 100),
      ),
    ).to.deep.equal({ layers: 3, layersDone: 1, bytes: 65, bytesTotal: 150 });
  });

  it('never goes back while a layer is unpacked', function () {
    const extracting = noted(
      told('a', 'Downloading', 100, 100),
      told('a', 'Download complete'),
      told('a', 'Extracting', 3, 100),
    );
    expect(extracting).to.deep.equal({ layers: 1, layersDone: 0, bytes: 100, bytesTotal: 100 });
    expect(noted(told('a', 'Downloading', 1, 100), told('a', 'Pull complete')).layersDone).to.equal(1);
  });

  it('leaves out what is no layer', function () {
    for (const line of [null, 7, {}, { id: 'a' }, { status: 'Downloading' }, { id: 'a', status: 'Dreaming' }])
      expect(noted(line as object).layers).to.equal(0);
  });
});

describe('Images of a real engine', function () {
  this.timeout(60_000);
  let engine: PrivateEngine;
  let runtime: DockerEngineRuntime;
  let open: LocalRegistry;
  let guarded: LocalRegistry;
  let directory: TemporaryDirectory;

  before(async function () {
    engine = await privateEngine();
    [open, guarded] = await Promise.all([localRegistry(), localRegistry({ login: true })]);
    directory = await temporaryDirectory();
    for (const { host } of [open, guarded]) await publish(`${host}/team/app`);
  });

  after(async function () {
    await Promise.all([open.close(), guarded.close()]);
    await directory.remove();
  });

  beforeEach(function () {
    runtime = new DockerEngineRuntime({ endpoint: engine.endpoint, clock: hostClock, host: engineHost });
  });

  afterEach(function () {
    runtime.close();
  });

  /** Pushes an image of two layers and takes it off the engine again. */
  async function publish(name: string): Promise<void> {
    const auth = Buffer.from(JSON.stringify(account)).toString('base64');
    const post = { method: 'POST', headers: { 'X-Registry-Auth': auth } };
    const made = await engineRequest(engine.socketPath, '/containers/create', {
      method: 'POST',
      body: {
        Image: 'busybox:local',
        Cmd: ['sh', '-c', 'head -c 3000000 /dev/urandom >/x'],
        HostConfig: { NetworkMode: 'none' },
      },
    });
    const { Id: id } = made.json as { Id: string };
    await engineRequest(engine.socketPath, `/containers/${id}/start`, { method: 'POST' });
    await engineRequest(engine.socketPath, `/containers/${id}/wait`, { method: 'POST' });
    await engineRequest(engine.socketPath, `/commit?container=${id}&repo=${name}&tag=1`, { method: 'POST' });
    await engineRequest(engine.socketPath, `/containers/${id}?force=1`, { method: 'DELETE' });
    const pushed = await engineRequest(engine.socketPath, `/images/${name}/push?tag=1`, post);
    expect(pushed.body).not.to.include('errorDetail', pushed.body);
    await forget(`${name}:1`);
  }

  const forget = async (image: string): Promise<void> => {
    await engineRequest(engine.socketPath, `/images/${image}?force=1`, { method: 'DELETE' });
  };

  it('are here or not', async function () {
    expect(valueOf(await runtime.hasImage('busybox:local', never))).to.equal(true);
    expect(valueOf(await runtime.hasImage('busybox', never))).to.equal(false);
    expect(valueOf(await runtime.hasImage(`${open.host}/team/app:1`, never))).to.equal(false);
  });

  it('are pulled, with their progress', async function () {
    const image = `${open.host}/team/app:1`;
    const seen: PullProgress[] = [];
    valueOf(await pull(runtime, image, { onProgress: (progress) => void seen.push(progress) }));
    expect(valueOf(await runtime.hasImage(image, never))).to.equal(true);
    const last = seen.at(-1);
    expect(last?.layersDone).to.equal(last?.layers);
    expect(last?.layers).to.equal(2);
    expect(last?.bytes).to.equal(last?.bytesTotal);
    await forget(image);
  });

  it('are pulled with credentials where the registry wants them', async function () {
    const image = `${guarded.host}/team/app:1`;
    valueOf(await pull(runtime, image, { credentials: account }));
    expect(valueOf(await runtime.hasImage(image, never))).to.equal(true);
    await forget(image);
  });

  it('are not-found when the registry has no such image', async function () {
    expect(faultOf(await pull(runtime, `${open.host}/team/app:2`))).to.equal('not-found');
    expect(faultOf(await pull(runtime, `${open.host}/team/nothing:1`))).to.equal('not-found');
    const digest = `sha256:${'0'.repeat(64)}`;
    expect(faultOf(await pull(runtime, `${open.host}/team/app@${digest}`))).to.equal('not-found');
  });

  it('are permission-denied when the registry wants other credentials, or some', async function () {
    const image = `${guarded.host}/team/app:1`;
    const wrong = { ...account, password: 'wrong' };
    expect(faultOf(await pull(runtime, image, { credentials: wrong }))).to.equal('permission-denied');
    expect(faultOf(await pull(runtime, image))).to.equal('permission-denied');
  });

  it('can not be had from a registry that does not answer, and say what to check', async function () {
    const answer = await pull(runtime, '127.0.0.1:1/team/app:1');
    expect(faultOf(answer)).to.equal('internal');
    expect(answer).to.have.nested.property('error.remedy').that.includes('registry');
  });

  it('are unknown when the caller gives up in the middle', async function () {
    const image = `${open.host}/team/app:1`;
    const enough = new AbortController();
    const onProgress = (): void => {
      enough.abort();
    };
    expect(faultOf(await pull(runtime, image, { onProgress, signal: enough.signal }))).to.equal(
      'outcome-unknown',
    );
    await forget(image);
  });

  it('are loaded from an archive', async function () {
    const archive = `${directory.path}/image.tar`;
    const url = 'http://docker/images/get?names=busybox:local';
    execFileSync('curl', ['-sf', '--unix-socket', engine.socketPath, '-o', archive, url]);
    valueOf(await runtime.loadImage(archive, never));
    expect(valueOf(await runtime.hasImage('busybox:local', never))).to.equal(true);
  });

  it('are not loaded from what is no archive of images', async function () {
    const garbage = `${directory.path}/garbage.tar`;
    await writeFile(garbage, 'garbage');
    expect(faultOf(await runtime.loadImage(garbage, never))).to.equal('internal');
    expect(faultOf(await runtime.loadImage(`${directory.path}/missing`, never))).to.equal('not-found');
    expect(faultOf(await runtime.loadImage(directory.path, never))).to.equal('invalid-spec');
  });
});

describe('A pull from an engine that misbehaves', function () {
  let engine: FakeEngine;
  let runtime: DockerEngineRuntime;

  const pulling = async (
    clock: ManualClock,
    ...lines: readonly (object | 'cut' | 'stall')[]
  ): Promise<ReturnType<typeof pull>> => {
    engine = await fakeEngine(({ url }, response) => {
      if (!url.includes('/images/create')) return;
      response.writeHead(200);
      for (const line of lines) {
        if (line === 'stall') return;
        if (line === 'cut') response.write('{"status"', () => response.destroy());
        else response.write(`${JSON.stringify(line)}\n`);
      }
      if (!lines.includes('cut')) response.end();
    });
    runtime = new DockerEngineRuntime({ endpoint: engine.endpoint, clock, host: engineHost });
    return pull(runtime, 'app:1');
  };

  afterEach(async function () {
    runtime.close();
    await engine.close();
  });

  const begun = { status: 'Pulling fs layer', id: 'a', progressDetail: {} };

  it('is unknown when the transfer breaks off', async function () {
    expect(faultOf(await within(2000, pulling(new ManualClock(), begun, 'cut')))).to.equal('outcome-unknown');
  });

  it('is unknown when an error comes in the middle', async function () {
    const error = { errorDetail: { message: 'no space left' }, error: 'no space left' };
    const answer = await within(2000, pulling(new ManualClock(), begun, error));
    expect(faultOf(answer)).to.equal('outcome-unknown');
    expect(answer).to.have.nested.property('error.message').that.includes('no space left');
  });

  it('is given up after its own time without progress, not before', async function () {
    const clock = new ManualClock();
    const answer = pulling(clock, begun, 'stall');
    // Both of one engine: until this one is there it is the one of the test before, which is closed.
    await eventually(
      () => engine.openSockets() > 0 && engine.requests.some(({ url }) => url.includes('/images/create')),
    );
    await clock.advance(19_000);
    let settled = false;
    void answer.then(() => {
      settled = true;
    });
    await clock.advance(900);
    expect(settled).to.equal(false);
    await eventually(async () => {
      await clock.advance(1000);
      return settled;
    });
    expect(faultOf(await answer)).to.equal('outcome-unknown');
    await eventually(() => engine.openSockets() <= 1);
  });

  it('passes when the engine says nothing at all', async function () {
    valueOf(await within(2000, pulling(new ManualClock())));
  });
});
