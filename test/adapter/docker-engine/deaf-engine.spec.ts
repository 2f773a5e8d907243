import { getEventListeners } from 'node:events';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { expect } from 'chai';

import { type Deadlines, defaultDeadlines } from '../../../src/adapters/docker-engine/deadlines.js';
import { DockerEngineRuntime } from '../../../src/adapters/docker-engine/docker-engine-runtime.js';
import { engineHost } from '../../support/engine/engine-host.js';
import type { RuntimeFault } from '../../../src/domain/faults/runtime-fault.js';
import type { InstanceId } from '../../../src/domain/model/ids.js';
import type { Result } from '../../../src/domain/shared/result.js';
import { drained } from '../../../src/testing/contract/runtime-harness.js';
import { aContainerSpec } from '../../../src/testing/builders/a-container-spec.js';
import { anOwnerId } from '../../../src/testing/builders/an-identity.js';
import { bareFakeEngine, type FakeEngine, fakeEngine } from '../../support/engine/fake-engine.js';
import { eventually } from '../../../src/testing/eventually.js';
import { hostClock } from '../../support/host-clock.js';

const id = 'abc' as InstanceId;
const owner = anOwnerId();
const spec = aContainerSpec({ name: 'web' });
const boundMs = 100;
const atOnce = 200;
const hasty = Object.fromEntries(
  Object.keys(defaultDeadlines).map((name) => [name, boundMs]),
) as object as Deadlines;

/** Undefined: what ends without a word. */
type Outcome = Result<unknown, RuntimeFault> | undefined;
type Ask = (runtime: DockerEngineRuntime, signal: AbortSignal) => Promise<Outcome>;

const pull = { image: 'busybox:1', credentials: undefined, stallMs: boundMs, onProgress: () => undefined };
const inSilence = async (stream: AsyncIterable<unknown>): Promise<undefined> => {
  expect(await drained(stream)).to.deep.equal([]);
};

/** By the name under which its fault tells of it. */
const calls: Readonly<Record<string, Ask>> = {
  info: (runtime, signal) => runtime.describe(signal),
  'create web': (runtime, signal) => runtime.create(spec, signal),
  'start abc': (runtime, signal) => runtime.start(id, signal),
  'signal abc': (runtime, signal) => runtime.signal(id, 'SIGTERM', signal),
  'remove abc': (runtime, signal) => runtime.remove(id, signal),
  'inspect abc': (runtime, signal) => runtime.inspect(id, signal),
  list: (runtime, signal) => runtime.list(owner, signal),
  survey: (runtime, signal) => runtime.survey('thorough', signal),
  'identify abc': (runtime, signal) => runtime.identify(id, signal),
  'stats abc': (runtime, signal) => runtime.stats(id, signal),
  'image busybox:1': (runtime, signal) => runtime.hasImage('busybox:1', signal),
  'pull busybox:1': (runtime, signal) => runtime.pullImage(pull, signal),
  'load /etc/passwd': (runtime, signal) => runtime.loadImage('/etc/passwd', signal),
  logs: (runtime, signal) => inSilence(runtime.logs(id, undefined, signal)),
  events: (runtime, signal) => inSilence(runtime.watch(owner, signal)),
};

/** Bytes that are in use once nothing more can be collected. */
function memoryInUse(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}

const handles = (): readonly string[] => process.getActiveResourcesInfo().sort();

describe('An engine that takes every question and never answers', function () {
  this.timeout(60_000);
  let engine: FakeEngine;
  let runtime: DockerEngineRuntime;

  afterEach(async function () {
    runtime.close();
    await engine.close();
  });

  /** So many at once that most wait for a connection, and no more than may knock at a socket. */
  const askAll = async (ask: Ask, times: number, expected: (outcome: Outcome) => void): Promise<void> => {
    const { signal } = new AbortController();
    const one = async (): Promise<void> => {
      const since = performance.now();
      expected(await ask(runtime, signal));
      expect(performance.now() - since).to.be.below(10 * boundMs);
    };
    for (let asked = 0; asked < times; asked += atOnce) {
      await Promise.all(Array.from({ length: atOnce }, one));
      await eventually(() => engine.openSockets() === 0);
    }
    expect(getEventListeners(signal, 'abort')).to.have.lengthOf(0);
  };

  const givenUp =
    (name: string, words: RegExp) =>
    (outcome: Outcome): void => {
      if (outcome === undefined) return;
      expect(outcome).to.have.property('ok', false);
      if (outcome.ok) return;
      expect(outcome.error.kind).to.be.oneOf(['unavailable', 'outcome-unknown']);
      expect(outcome.error.message.startsWith(`${name}: `), outcome.error.message).to.equal(true);
      expect(outcome.error.message).to.match(words);
    };

  const leavesNothing = async (work: (times: number) => Promise<void>): Promise<void> => {
    const before = handles();
    const idle = async (): Promise<number> => {
      await eventually(() => {
        expect(engine.openSockets()).to.equal(0);
        expect(handles()).to.deep.equal(before);
      });
      engine.forgetRequests();
      return memoryInUse();
    };
    await work(atOnce);
    const memory = await idle();
    await work(1000);
    expect((await idle()) - memory).to.be.below(1024 * 1024);
  };

  for (const [name, ask] of Object.entries(calls))
    it(`is given up by a thousand calls of ${name}, which leave nothing behind`, async function () {
      engine = await fakeEngine(() => undefined);
      runtime = new DockerEngineRuntime({
        host: engineHost,
        endpoint: engine.endpoint,
        clock: hostClock,
        deadlines: hasty,
      });
      const expected = givenUp(name, /, after \d+ms, with a bound of 100ms/);
      await leavesNothing((times) => askAll(ask, times, expected));
    });

  it('is given up by a hundred calls of every kind while it is not even agreed how to speak', async function () {
    engine = await bareFakeEngine(() => undefined);
    runtime = new DockerEngineRuntime({
      host: engineHost,
      endpoint: engine.endpoint,
      clock: hostClock,
      deadlines: hasty,
    });
    await leavesNothing(async (times) => {
      for (const [name, ask] of Object.entries(calls))
        await askAll(ask, Math.ceil(times / 10), givenUp(name, /after \d+ms, with a bound of 100ms/));
    });
  });
});
