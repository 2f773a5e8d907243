import { expect } from 'chai';

import { DockerEngineRuntime } from '../../../src/adapters/docker-engine/docker-engine-runtime.js';
import { engineHost } from '../../support/engine/engine-host.js';
import { MemoryTaskStore } from '../../../src/adapters/memory/memory-task-store.js';
import { ReconcilePass } from '../../../src/app/services/reconcile-pass.js';
import { labelsOf } from '../../../src/domain/model/identity.js';
import { ok } from '../../../src/domain/shared/result.js';
import { anAttempt } from '../../../src/testing/builders/a-handle.js';
import { aReconcilePolicy, ourOwner, taskMounts } from '../../support/builders/a-host-object.js';
import { anAllocId, anIdentity, anOwnerId } from '../../../src/testing/builders/an-identity.js';
import { fakeEngine, sendJson } from '../../support/engine/fake-engine.js';
import { valueOf } from '../../../src/testing/expect-result.js';
import { hostClock } from '../../support/host-clock.js';

const never = new AbortController().signal;
const many = 10_000;

describe('A pass over very many containers', function () {
  this.timeout(30_000);

  it('asks once what the engine is and once for the list, and inspects each that resembles a task once for all', async function () {
    const store = new MemoryTaskStore();
    const containers: object[] = [];
    for (let index = 0; index < many; index += 1) {
      const identity = anIdentity({ owner: index % 2 === 0 ? ourOwner : anOwnerId() });
      await store.intend(anAttempt({ token: identity.attempt }));
      containers.push({ Id: `c${index.toString()}`, Created: 1_700_000_000, Labels: labelsOf(identity) });
    }
    const alike = taskMounts(anAllocId()).map(({ source, target }) => ({
      Type: 'bind',
      Source: source,
      Destination: target,
    }));
    containers.push({ Id: 'alike', Labels: {}, Mounts: alike }, { Id: 'foreign', Labels: {}, Mounts: [] });
    const engine = await fakeEngine(({ url }, response) => {
      if (url.includes('/containers/json')) sendJson(response, containers);
      else if (url.includes('/info')) sendJson(response, { ServerVersion: '1' });
      else sendJson(response, { Id: 'alike', Config: {}, Mounts: alike });
    });
    const runtime = new DockerEngineRuntime({
      host: engineHost,
      endpoint: engine.endpoint,
      clock: hostClock,
    });
    const pass = new ReconcilePass({
      runtimes: { docker: runtime },
      store,
      removals: [],
      liveAllocs: () => Promise.resolve(ok(new Set())),
      clock: hostClock,
    });
    const asked: (readonly string[])[] = [];
    for (let round = 0; round < 4; round += 1) {
      const [report] = valueOf(await pass.run(aReconcilePolicy(), never));
      expect(report?.outcome === 'judged' && report.objects).to.have.lengthOf(many + 1);
      asked.push(engine.requests.map(({ method, url }) => `${method} ${url.replace('/v1.41', '')}`));
      engine.forgetRequests();
    }
    const period = ['GET /info', 'GET /containers/json?all=true'];
    expect(asked).to.deep.equal([
      ['GET /version', ...period, 'GET /containers/alike/json'],
      ...[1, 2, 3].map(() => period),
    ]);
    runtime.close();
    await engine.close();
  });
});

describe('A look at which of very many containers run', function () {
  it('asks for one list, and inspects none', async function () {
    const ids = Array.from({ length: many }, (_, index) => `c${index.toString()}`);
    const engine = await fakeEngine((_, response) => {
      sendJson(
        response,
        ids.map((Id) => ({ Id, Created: 1_700_000_000, Labels: labelsOf(anIdentity({ owner: ourOwner })) })),
      );
    });
    const runtime = new DockerEngineRuntime({
      host: engineHost,
      endpoint: engine.endpoint,
      clock: hostClock,
    });
    expect([...valueOf(await runtime.running(ourOwner, never))]).to.deep.equal(ids);
    const asked = engine.requests.map(({ method, url }) => `${method} ${url.replace(/\/v1\.41|&.*/g, '')}`);
    expect(asked).to.deep.equal(['GET /version', 'GET /containers/json?all=false']);
    runtime.close();
    await engine.close();
  });
});
