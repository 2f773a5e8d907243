import { mkdir } from 'node:fs/promises';

import { expect } from 'chai';

import { DockerEngineRuntime } from '../../../src/adapters/docker-engine/docker-engine-runtime.js';
import { ManualClock } from '../../../src/adapters/memory/manual-clock.js';
import { MemoryTaskStore } from '../../../src/adapters/memory/memory-task-store.js';
import { ReconcilePass } from '../../../src/app/services/reconcile-pass.js';
import type { ObjectReport } from '../../../src/app/services/reconcile-report.js';
import type { Thoroughness } from '../../../src/domain/model/host-object.js';
import { type Identity, labelsOf } from '../../../src/domain/model/identity.js';
import type { AllocId, InstanceId } from '../../../src/domain/model/ids.js';
import { ok } from '../../../src/domain/shared/result.js';
import { anAttempt } from '../../../src/testing/builders/a-handle.js';
import { aReconcilePolicy, grace, ourOwner, taskEnvironment } from '../../support/builders/a-host-object.js';
import { anAllocId, anIdentity, anOwnerId } from '../../../src/testing/builders/an-identity.js';
import { engineRequest } from '../../support/engine/engine-request.js';
import { type PrivateEngine, privateEngine } from '../../support/engine/private-engine.js';
import { eventually } from '../../../src/testing/eventually.js';
import { valueOf } from '../../../src/testing/expect-result.js';
import { engineHost } from '../../support/engine/engine-host.js';
import { hostClock } from '../../support/host-clock.js';
import { type TemporaryDirectory, temporaryDirectory } from '../../support/temporary-directory.js';

const never = new AbortController().signal;
const hour = 3_600_000;

describe('Reconciling a real engine', function () {
  this.timeout(120_000);
  const made = new Map<InstanceId, string>();
  const live = new Set<AllocId>();
  const store = new MemoryTaskStore();
  let engine: PrivateEngine;
  let runtime: DockerEngineRuntime;
  let directory: TemporaryDirectory;
  let root: string;
  let pass: ReconcilePass;

  before(async function () {
    engine = await privateEngine();
    runtime = new DockerEngineRuntime({ endpoint: engine.endpoint, clock: hostClock, host: engineHost });
    directory = await temporaryDirectory();
    root = `${directory.path}/allocs`;
    pass = new ReconcilePass({
      runtimes: { docker: runtime },
      store,
      removals: [],
      liveAllocs: () => Promise.resolve(ok(live)),
      // An hour from now: what is made here is old by then.
      clock: new ManualClock(Date.now() + hour),
    });
  });

  after(async function () {
    for (const id of made.keys()) valueOf(await runtime.remove(id, never));
    runtime.close();
    await directory.remove();
  });

  const post = async (path: string): Promise<void> => {
    await engineRequest(engine.socketPath, path, { method: 'POST' });
  };
  const create = async (what: string, body: object = {}): Promise<InstanceId> => {
    const asked = { Image: 'busybox:local', Cmd: ['sleep', '600'], HostConfig: hostConfig([]), ...body };
    const path = `/containers/create?name=${what.replaceAll(/\W/g, '-')}`;
    const { json } = await engineRequest(engine.socketPath, path, { method: 'POST', body: asked });
    const { Id: id } = json as { readonly Id: InstanceId };
    made.set(id, what);
    return id;
  };
  const labelled = (what: string, over: Partial<Identity> = {}): Promise<InstanceId> =>
    create(what, { Labels: labelsOf(anIdentity({ owner: ourOwner, ...over })) });
  const running = async (id: InstanceId): Promise<InstanceId> => {
    await post(`/containers/${id}/start`);
    return id;
  };

  /** The directories that a task of ours would have under a root, mounted where it would have them. */
  const taskMounts = async (under: string, alloc: string): Promise<object> => {
    const own = { '/alloc': 'alloc', '/local': 'web/local', '/secrets': 'web/secrets' };
    const mounts = Object.entries(own).map(([Target, path]) => ({
      Type: 'bind',
      Source: `${under}/${alloc}/${path}`,
      Target,
    }));
    for (const { Source } of mounts) await mkdir(Source, { recursive: true });
    return hostConfig(mounts);
  };
  const hostConfig = (Mounts: readonly object[]): object => ({ NetworkMode: 'none', Mounts });
  const variables = (alloc: string): readonly string[] =>
    Object.entries(taskEnvironment(alloc)).map(([name, value]) => `${name}=${value}`);

  const reasons = async (
    graceMs = grace,
    thoroughness: Thoroughness = 'cursory',
  ): Promise<Readonly<Record<string, string>>> => {
    const policy = aReconcilePolicy({ allocRoot: root, graceMs });
    const [report] = valueOf(await pass.run(policy, never, thoroughness));
    const objects: readonly ObjectReport[] = report?.outcome === 'judged' ? report.objects : [];
    return Object.fromEntries(objects.map(({ id, verdict }) => [made.get(id) ?? id, verdict.because]));
  };
  const left = async (): Promise<readonly string[]> => {
    const { json } = await engineRequest(engine.socketPath, '/containers/json?all=1');
    return (json as readonly { readonly Id: InstanceId }[]).flatMap(({ Id: id }) => made.get(id) ?? []);
  };

  it('removes what is ours in every state, and spares what is not, each with its reason', async function () {
    const alloc = anAllocId();
    const attempt = anAttempt();
    await store.intend(attempt);
    live.add(alloc);

    await labelled('ours, created');
    await running(await labelled('ours, running'));
    await post(`/containers/${await running(await labelled('ours, paused'))}/pause`);
    const ended = await running(await labelled('ours, exited'));
    await post(`/containers/${ended}/kill`);
    await eventually(async () => valueOf(await runtime.inspect(ended, never)).state.phase === 'exited');
    await create('ours, with no other label', { Labels: { 'wharf.owner': ourOwner, 'wharf.kind': 'task' } });
    await labelled('a holder of ours without a group', { kind: 'holder' });
    const gone = anAllocId();
    const likeness = { Env: variables(gone), HostConfig: await taskMounts(root, gone) };
    await running(await create('ours by likeness', likeness));
    const doomed = [...made.values()];

    await running(await labelled('ours, tracked', { attempt: attempt.token }));
    await running(await labelled('a holder of a live group', { kind: 'holder', alloc }));
    await running(await labelled("another agent's", { owner: anOwnerId() }));
    await create('ours of a later version', {
      Labels: { ...labelsOf(anIdentity({ owner: ourOwner })), 'wharf.kind': 'cache' },
    });
    await running(await create('foreign'));
    await running(await create('with our environment only', { Env: variables(alloc) }));
    await create("with our mounts' places only", {
      HostConfig: await taskMounts(`${directory.path}/x`, anAllocId()),
    });
    await create('with our environment, and its own at these places', {
      Env: variables(gone),
      HostConfig: await taskMounts(`${directory.path}/y`, gone),
    });
    await create('with our mounts only', { HostConfig: await taskMounts(root, anAllocId()) });
    const spared = [...made.values()].slice(doomed.length);

    const of = (because: string): Readonly<Record<string, string>> =>
      Object.fromEntries(doomed.map((what) => [what, because]));
    const sparing = {
      'ours, tracked': 'tracked',
      'a holder of a live group': 'holder-of-live-group',
      "another agent's": 'foreign-owner',
      'ours of a later version': 'unknown-kind',
      "with our mounts' places only": 'not-a-task',
      'with our environment, and its own at these places': 'not-a-task',
      'with our mounts only': 'not-a-task',
    };
    expect(await reasons(2 * hour)).to.deep.equal({ ...of('in-grace'), ...sparing });
    expect(await reasons()).to.deep.equal({ ...of('first-sighting'), ...sparing });
    expect(await left()).to.have.members([...doomed, ...spared]);
    expect(await reasons()).to.deep.equal({
      ...of('untracked-task'),
      'a holder of ours without a group': 'holder-without-group',
      ...sparing,
    });
    expect(await left()).to.have.members(spared);
    expect(await reasons()).to.deep.equal(sparing);
    expect(await reasons(grace, 'thorough')).to.deep.equal({
      ...sparing,
      foreign: 'not-a-task',
      'with our environment only': 'not-a-task',
    });
  });
});
