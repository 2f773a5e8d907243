import type { ServerResponse } from 'node:http';

import { expect } from 'chai';

import { DockerEngineRuntime } from '../../../src/adapters/docker-engine/docker-engine-runtime.js';
import { ManualClock } from '../../../src/adapters/memory/manual-clock.js';
import type { InstanceId } from '../../../src/domain/model/ids.js';
import { drained } from '../../../src/testing/contract/runtime-harness.js';
import { type FakeEngine, fakeEngine, sendJson } from '../../support/engine/fake-engine.js';
import { engineHost } from '../../support/engine/engine-host.js';
import { eventually } from '../../../src/testing/eventually.js';
import { faultOf } from '../../../src/testing/expect-result.js';
import { chunksOf } from '../../../src/testing/log-chunks.js';

const never = new AbortController().signal;
const id = 'abc' as InstanceId;

/** One message of a container's output, as the engine frames it. */
function framed(text: string): Buffer {
  const message = Buffer.from(`2026-11-23T22:15:39.981315892Z ${text}`);
  const header = Buffer.alloc(8);
  header.writeUInt8(1, 0);
  header.writeUInt32BE(message.length, 4);
  return Buffer.concat([header, message]);
}

describe('A body that has begun and does not go on', function () {
  let engine: FakeEngine;
  let runtime: DockerEngineRuntime;
  let clock: ManualClock;
  let body: ServerResponse | undefined;

  beforeEach(async function () {
    body = undefined;
    engine = await fakeEngine(({ url }, response) => {
      if (url.endsWith('/json')) sendJson(response, { State: { Status: 'exited' }, Config: { Tty: false } });
      else {
        body = response;
        response.writeHead(200);
        response.write(url.includes('/load') ? '{"stream":"Loaded"}\n' : framed('one\n'));
      }
    });
    clock = new ManualClock();
    runtime = new DockerEngineRuntime({ endpoint: engine.endpoint, clock, host: engineHost });
  });

  afterEach(async function () {
    runtime.close();
    await engine.close();
  });

  /** Lets time pass until `work` is done, and tells how much it was in seconds. */
  const passes = async (work: Promise<unknown>): Promise<number> => {
    const before = clock.now();
    let isDone = false;
    void work.finally(() => (isDone = true));
    await eventually(async () => {
      if (!isDone && body !== undefined) await clock.advance(10_000);
      return isDone;
    });
    return (clock.now() - before) / 1000;
  };

  it('is given up when it is the answer to a load', async function () {
    const answer = runtime.loadImage(process.execPath, never);
    expect(await passes(answer)).to.be.at.least(590);
    expect(faultOf(await answer)).to.equal('outcome-unknown');
    await eventually(() => engine.openSockets() <= 1);
  });

  it('breaks off a log that is not followed', async function () {
    const reading = drained(runtime.logs(id, undefined, never));
    expect(await passes(reading)).to.be.at.least(20);
    const given = (await reading).map((item) => (item === 'end' ? item : Buffer.from(item.bytes).toString()));
    expect(given).to.deep.equal(['one\n']);
    await eventually(() => engine.openSockets() <= 1);
  });

  it('is waited for as long as its reader takes for what has come', async function () {
    const said: string[] = [];
    for await (const { bytes } of chunksOf(runtime.logs(id, undefined, never))) {
      said.push(Buffer.from(bytes).toString());
      if (said.length > 1) continue;
      await clock.advance(3_600_000);
      body?.end(framed('two\n'));
    }
    expect(said.join('')).to.equal('one\ntwo\n');
  });
});
