import type { ServerResponse } from 'node:http';

import { expect } from 'chai';

import { DockerEngineRuntime } from '../../../src/adapters/docker-engine/docker-engine-runtime.js';
import { ManualClock } from '../../../src/adapters/memory/manual-clock.js';
import type { InstanceId } from '../../../src/domain/model/ids.js';
import { eventually } from '../../../src/testing/eventually.js';
import { chunksOf } from '../../../src/testing/log-chunks.js';
import { engineHost } from '../../support/engine/engine-host.js';
import { type FakeEngine, fakeEngine, sendJson } from '../../support/engine/fake-engine.js';

const never = new AbortController().signal;
const lines = 12;

/** One message of a container's output, as the engine frames it; each has a time of its own. */
function framed(index: number): Buffer {
  const message = Buffer.from(
    `2026-11-23T22:15:${(10 + index).toString()}.000000000Z line ${index.toString()}\n`,
  );
  const header = Buffer.alloc(8);
  header.writeUInt8(1, 0);
  header.writeUInt32BE(message.length, 4);
  return Buffer.concat([header, message]);
}

describe('A log that grows by little', function () {
  let engine: FakeEngine;
  let runtime: DockerEngineRuntime;
  let clock: ManualClock;
  let bell: ServerResponse | undefined;
  let printed = 0;
  let state = 'running';

  beforeEach(async function () {
    [bell, printed, state] = [undefined, 0, 'running'];
    engine = await fakeEngine(({ url }, response) => {
      if (url.endsWith('/json')) sendJson(response, { State: { Status: state, Running: true }, Config: {} });
      else if (url.includes('follow=true')) {
        bell = response;
        response.writeHead(200);
        response.flushHeaders();
      } else response.end(Buffer.concat(Array.from({ length: printed }, (_, index) => framed(index))));
    });
    clock = new ManualClock();
    runtime = new DockerEngineRuntime({ endpoint: engine.endpoint, clock, host: engineHost });
  });

  afterEach(async function () {
    runtime.close();
    await engine.close();
  });

  const logs = (): ReturnType<DockerEngineRuntime['logs']> =>
    runtime.logs('abc' as InstanceId, undefined, never);
  const asked = (part: string): number => engine.requests.filter(({ url }) => url.includes(part)).length;

  it('is looked at twice a second at most when it does so often, and whether its task runs is asked at its ends alone', async function () {
    let read = '';
    const reading = (async () => {
      for await (const { bytes } of chunksOf(logs())) read += Buffer.from(bytes).toString();
    })();
    await eventually(() => bell !== undefined && asked('follow=false') === 1);
    for (let index = 0; index < lines; index += 1) {
      const hung = bell;
      printed += 1;
      hung?.write(framed(index));
      await eventually(async () => {
        await clock.advance(100);
        return read.endsWith(`line ${index.toString()}\n`) && bell !== hung;
      });
    }
    expect(read).to.equal(Array.from({ length: lines }, (_, index) => `line ${index.toString()}\n`).join(''));
    expect(clock.now()).to.be.at.least((lines - 4) * 500);
    expect(asked('follow=false')).to.equal(lines + 1);
    expect(asked('/abc/json')).to.equal(1);
    state = 'exited';
    bell?.end();
    await clock.runUntil(reading);
    expect(asked('/abc/json')).to.equal(2);
  });

  it('is looked at ever less often while it is silent, and no further call is made for that', async function () {
    const reading = (async () => {
      for await (const { bytes } of chunksOf(logs())) expect(Buffer.from(bytes).toString()).to.equal('');
    })();
    await eventually(() => bell !== undefined && asked('follow=false') === 1);
    const looks = [clock.now()];
    for (let look = 2; look <= 4; look += 1) {
      await eventually(async () => {
        if (asked('follow=false') < look) await clock.advance(10_000);
        return asked('follow=false') >= look;
      });
      looks.push(clock.now());
    }
    const pauses = looks.map((at, index) => (at - (looks[index - 1] ?? 0)) / 1000);
    expect(pauses.slice(1)).to.deep.equal([30, 120, 300]);
    expect(asked('follow=true')).to.equal(1);
    state = 'exited';
    bell?.end();
    await clock.runUntil(reading);
  });

  it('is given though no bell rang for it, and a bell that did not is hung anew', async function () {
    let read = '';
    const reading = (async () => {
      for await (const { bytes } of chunksOf(logs())) read += Buffer.from(bytes).toString();
    })();
    await eventually(() => bell !== undefined && asked('follow=false') === 1);
    const deaf = bell;
    printed = 1;
    await eventually(async () => {
      await clock.advance(1000);
      return bell !== deaf;
    });
    expect(read).to.equal('line 0\n');
    printed = 2;
    bell?.write(framed(1));
    await eventually(async () => {
      await clock.advance(10);
      return read.endsWith('line 1\n');
    });
    state = 'exited';
    bell?.end();
    await clock.runUntil(reading);
  });
});
