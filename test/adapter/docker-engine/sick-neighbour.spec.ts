import type { ServerResponse } from 'node:http';

import { expect } from 'chai';

import { DockerEngineRuntime } from '../../../src/adapters/docker-engine/docker-engine-runtime.js';
import { engineHost } from '../../support/engine/engine-host.js';
import { ManualClock } from '../../../src/adapters/memory/manual-clock.js';
import { labelsOf } from '../../../src/domain/model/identity.js';
import type { InstanceId } from '../../../src/domain/model/ids.js';
import { anIdentity, anOwnerId } from '../../../src/testing/builders/an-identity.js';
import { type FakeEngine, fakeEngine, sendJson } from '../../support/engine/fake-engine.js';
import { eventually, within } from '../../../src/testing/eventually.js';
import { faultOf, valueOf } from '../../../src/testing/expect-result.js';

const never = new AbortController().signal;
const owner = anOwnerId();
const labels = labelsOf(anIdentity({ owner }));
const ids = Array.from({ length: 50 }, (_, index) => `c${index.toString()}` as InstanceId);
const sick = 'c7' as InstanceId;

describe('One container of fifty whose inspect hangs', function () {
  let engine: FakeEngine;
  let runtime: DockerEngineRuntime;
  let clock: ManualClock;
  let hanging: ServerResponse[];
  let isSick: boolean;

  const shown = (id: string): object => ({
    Id: id,
    Config: { Labels: labels },
    State: { Status: 'created' },
  });

  beforeEach(async function () {
    hanging = [];
    isSick = true;
    clock = new ManualClock();
    engine = await fakeEngine(({ method, url }, response) => {
      const id = /\/containers\/(c\d+)\/json/.exec(url)?.[1];
      if (id === sick && isSick) hanging.push(response);
      else if (id !== undefined) sendJson(response, shown(id));
      else if (method === 'GET')
        sendJson(
          response,
          ids.map((Id) => ({ Id, Labels: labels })),
        );
      else sendJson(response, {});
    });
    runtime = new DockerEngineRuntime({ host: engineHost, endpoint: engine.endpoint, clock });
  });

  afterEach(async function () {
    runtime.close();
    await engine.close();
  });

  /** What a list says of the sick one, and of how many others it knows more. */
  const listed = async (): Promise<readonly [string | undefined, number]> => {
    const instances = valueOf(await within(5000, runtime.list(owner, never)));
    const known = instances.filter(({ state }) => state.phase === 'created');
    return [
      instances.find(({ id }) => id === sick)?.state.phase,
      known.filter(({ id }) => id !== sick).length,
    ];
  };

  it('leaves the others their connections, however many ask about it', async function () {
    const asking = Array.from({ length: 100 }, () => runtime.inspect(sick, never));
    await eventually(() => hanging.length > 0);
    for (const id of ids.filter((other) => other !== sick)) {
      valueOf(await within(5000, runtime.inspect(id, never)));
      valueOf(await within(5000, runtime.signal(id, 'SIGTERM', never)));
    }
    expect(hanging).to.have.lengthOf(4);
    await eventually(async () => {
      await clock.advance(15_000);
      return (await within(1, Promise.all(asking))).map(faultOf).every((kind) => kind === 'unavailable');
    });
  });

  it('delays one list for no longer than its bound, and no other until it has answered', async function () {
    const first = listed();
    // Agreement, list and inspects; what comes after them is answered after them.
    await eventually(() => engine.requests.length === 2 + ids.length);
    for (let round = 0; round < 5; round += 1) valueOf(await runtime.inspect('c0' as InstanceId, never));
    await clock.advance(30_000);
    expect(await first).to.deep.equal(['unknown', 49]);
    // No time passes from here on: what waits for the sick one does not end.
    for (let period = 0; period < 5; period += 1) expect(await listed()).to.deep.equal(['unknown', 49]);
    expect(hanging).to.have.lengthOf(2);
    for (const response of hanging.slice(1)) sendJson(response, shown(sick));
    isSick = false;
    await eventually(async () => expect(await listed()).to.deep.equal(['created', 49]));
  });
});
